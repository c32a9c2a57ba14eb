package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.protocol.message.ErrorCode;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes answers on a thread of its own, which lives while somebody asks: no event loop waits for files, for classes that are
 * needed for the first time, or for gzip.
 *
 * <p><b>Bound:</b> {@value #WAITING_MAX} may wait for their answers; further ones are told to come back.
 */
final class AnswerThread {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerThread.class);
    private static final int WAITING_MAX = 8;
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int IDLE_SECONDS = 5;

    private final ExecutorService executor;
    private final String name;

    /** @param name of the thread, and of what it makes in the log */
    AnswerThread(String name) {
        this.name = name;
        executor = new ThreadPoolExecutor(
                0, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** @param making is called on the thread; what it returns answers, on the loop of {@code exchange} */
    void answer(HttpExchange exchange, Supplier<Runnable> making) {
        try {
            executor.execute(() -> make(exchange, making));
        } catch (RejectedExecutionException e) {
            exchange.respondProblem(ProblemDetails.of(ErrorCode.UNAVAILABLE, "Too many ask for " + name + " at once")
                    .withRetryAfter(RETRY_AFTER_SECONDS));
        }
    }

    private void make(HttpExchange exchange, Supplier<Runnable> making) {
        Runnable answer;
        try {
            answer = making.get();
        } catch (RuntimeException e) {
            LOG.error("{}: no answer could be made", name, e);
            answer = () -> exchange.respondProblem(
                    ProblemDetails.of(ErrorCode.INTERNAL_ERROR, "The gateway failed; its log says why"));
        }
        try {
            exchange.executor().execute(answer);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the gateway stopped before its answer", name);
        }
    }
}
