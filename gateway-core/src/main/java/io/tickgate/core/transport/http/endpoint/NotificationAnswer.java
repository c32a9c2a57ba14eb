package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.feed.notice.NotificationReply;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import java.util.function.BiConsumer;

/** Answers a request with what the module of notifications says. */
record NotificationAnswer<T>(HttpExchange exchange, BiConsumer<HttpExchange, T> whenDone)
        implements NotificationReply<T> {
    NotificationReply<T> onItsLoop() {
        return on(exchange.executor());
    }

    @Override
    public void onDone(T result) {
        whenDone.accept(exchange, result);
    }

    @Override
    public void onRefused(WireException fault) {
        ProblemDetails problem = ProblemDetails.of(fault);
        exchange.respondProblem(
                switch (fault.code()) {
                    // The path named it, and no body that a pointer could point into.
                    case NOTIFICATION_NOT_FOUND -> ProblemDetails.of(ErrorCode.NOTIFICATION_NOT_FOUND, fault.text());
                    default -> Refusals.retryable(problem);
                });
    }
}
