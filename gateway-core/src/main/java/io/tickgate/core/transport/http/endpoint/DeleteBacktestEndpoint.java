package io.tickgate.core.transport.http.endpoint;

import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.auth.Right;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.progress.RemovalReply;
import io.tickgate.core.transport.http.ExtraHeaders;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.wire.WireException;

/** {@code DELETE /api/v1/websocket/backtests/{task_id}}: forgets a back-test, so that its next report begins another run. */
public final class DeleteBacktestEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.publish(HttpMethod.DELETE, Backtests.PATH + "/{task_id}");

    private final ProgressFeed feed;

    public DeleteBacktestEndpoint(ProgressFeed feed) {
        this.feed = feed;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        String taskId = exchange.pathVariable(Backtests.TASK_ID);
        exchange.require(Right.PUBLISH, ProgressFeed.channelOf(taskId));
        feed.remove(taskId, exchange.executor(), new RemovalReply() {
            @Override
            public void onRemoved(boolean wasThere) {
                if (wasThere) {
                    exchange.respondEmpty(204, ExtraHeaders.NONE);
                } else {
                    Backtests.respondNotFound(exchange);
                }
            }

            @Override
            public void onRefused(WireException fault) {
                exchange.respondProblem(Refusals.retryable(ProblemDetails.of(fault)));
            }
        });
    }
}
