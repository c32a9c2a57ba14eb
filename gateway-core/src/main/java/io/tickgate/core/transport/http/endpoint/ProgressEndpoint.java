package io.tickgate.core.transport.http.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.auth.Right;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.progress.ProgressReceipt;
import io.tickgate.core.feed.progress.ProgressReply;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.wire.WireException;

/** {@code POST /api/v1/websocket/backtests/{task_id}/progress}: reports on a back-test; any field, at least one. */
public final class ProgressEndpoint implements HttpEndpoint.Whole {
    private static final Route ROUTE =
            Route.publish(HttpMethod.POST, Backtests.PATH + "/{task_id}/progress", MediaType.JSON, MediaType.MSGPACK);

    private final ProgressFeed feed;

    public ProgressEndpoint(ProgressFeed feed) {
        this.feed = feed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange, ByteBuf body) throws WireException {
        String taskId = exchange.pathVariable(Backtests.TASK_ID);
        exchange.require(Right.PUBLISH, ProgressFeed.channelOf(taskId));
        MessageBody report = Bodies.read(exchange, body);
        feed.update(taskId, report, "", exchange.executor(), new Reply(exchange));
    }

    private record Reply(HttpExchange exchange) implements ProgressReply {
        @Override
        public void onUpdated(ProgressReceipt receipt) {
            exchange.respondJson(receipt.created() ? 201 : 200, json -> {
                json.beginObject(receipt.conflated() ? 7 : 6);
                json.name("success").bool(true);
                json.name("task_id").string(receipt.taskId());
                json.name("channel").string(receipt.channel());
                json.name("offset").integer(receipt.offset());
                json.name("recipient_count").integer(receipt.recipientCount());
                if (receipt.conflated()) {
                    json.name("conflated").bool(true);
                }
                json.name("timestamp").string(Times.text(exchange));
                json.endObject();
            });
        }

        @Override
        public void onRefused(WireException fault) {
            PublishedAnswer.refuse(exchange, fault);
        }
    }
}
