package io.tickgate.core.transport.http.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.auth.Right;
import io.tickgate.core.broadcast.Broker;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.metrics.Via;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.MediaType;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.BroadcastRequest;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;

/** {@code POST /api/v1/websocket/broadcast}: publishes one message and tells its number. */
public final class BroadcastEndpoint implements HttpEndpoint.Whole {
    private static final Route ROUTE =
            Route.publish(HttpMethod.POST, "/api/v1/websocket/broadcast", MediaType.JSON, MediaType.MSGPACK);

    private final Broker broker;

    public BroadcastEndpoint(Broker broker) {
        this.broker = broker;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange, ByteBuf body) throws WireException {
        BroadcastRequest request = Bodies.read(exchange, body, MessageReader::readBroadcast);
        String channel = request.channel();
        exchange.require(Right.PUBLISH, channel, "channel");
        String key = IdempotencyKeyHeader.keyOf(exchange, request.idempotencyKey());
        broker.publish(
                channel,
                request.message(),
                new PublishOptions(request.priority(), request.conflate(), request.exclude(), key, Via.HTTP),
                exchange.executor(),
                new Reply(exchange, channel));
    }

    private record Reply(HttpExchange exchange, String channel) implements PublishReply {
        @Override
        public void onPublished(long offset, int recipientCount) {
            PublishedAnswer.respond(exchange, channel, offset, recipientCount);
        }

        @Override
        public void onDuplicate(long offset) {
            PublishedAnswer.duplicate(exchange, channel, offset);
        }

        @Override
        public void onRefused(ErrorCode code, String detail) {
            ProblemDetails problem = ProblemDetails.of(code, detail);
            exchange.respondProblem(
                    switch (code) {
                        case UNKNOWN_CHANNEL, INVALID_FIELD -> problem.withPointer("/channel");
                        case MESSAGE_TOO_LARGE -> problem.withPointer("/message");
                        default -> Refusals.retryable(problem);
                    });
        }
    }
}
