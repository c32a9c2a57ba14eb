package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.protocol.message.ErrorCode;

/** What the endpoints of back-tests share. */
final class Backtests {
    static final String PATH = "/api/v1/websocket/backtests";
    static final String TASK_ID = "task_id";

    private Backtests() {}

    static void respondNotFound(HttpExchange exchange) {
        exchange.respondProblem(ProblemDetails.of(ErrorCode.TASK_NOT_FOUND, "There is no such task"));
    }
}
