package io.tickgate.core.transport.http.endpoint;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.transport.http.HttpExchange;

/** The way back to the loop of a request, from a module that answered on another. */
final class Loops {
    private Loops() {}

    /** Runs {@code answer} on the exchange's loop: at once when that is the caller. */
    static void run(HttpExchange exchange, Runnable answer) {
        EventExecutor loop = exchange.executor();
        if (loop.inEventLoop()) {
            answer.run();
        } else {
            loop.execute(answer);
        }
    }
}
