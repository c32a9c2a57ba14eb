package io.tickgate.core.transport.http;

import io.tickgate.protocol.message.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the sockets that are not WebSockets (yet). Any thread.
 *
 * <p>Two counts, because what a socket wants is known only with its first request: those that asked for plain HTTP have
 * {@code limits.max-http-connections}; all that are not upgraded, silent ones included, may be as many as could become
 * either. A thousand screens that come back at once are no plain HTTP and must not be refused as such.
 */
public final class HttpConnectionLimit {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final int servedMax;
    private final int openMax;
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param servedMax {@code limits.max-http-connections}
     * @param openMax sockets that are not upgraded, served ones included
     */
    public HttpConnectionLimit(int servedMax, int openMax) {
        this.servedMax = servedMax;
        this.openMax = openMax;
    }

    /** The answer to whoever finds no place. */
    static ProblemDetails exceeded() {
        return ProblemDetails.of(ErrorCode.TOO_MANY_CONNECTIONS, "limits.max-http-connections is reached")
                .withRetryAfter(RETRY_AFTER_SECONDS);
    }

    /** Sockets that asked for plain HTTP. */
    public int servedCount() {
        return served.get();
    }

    /** Sockets that are not upgraded. */
    public int openCount() {
        return open.get();
    }

    /** One socket's share of both counts. <b>Owner:</b> its event loop. */
    final class Seat {
        private boolean isOpen;
        private boolean isServed;

        boolean tryOpen() {
            isOpen = isOpen || tryTake(open, openMax);
            return isOpen;
        }

        boolean tryServe() {
            isServed = isServed || tryTake(served, servedMax);
            return isServed;
        }

        /** The socket closed or was upgraded; later calls do nothing. */
        void leave() {
            if (isOpen) {
                isOpen = false;
                open.decrementAndGet();
            }
            if (isServed) {
                isServed = false;
                served.decrementAndGet();
            }
        }

        private static boolean tryTake(AtomicInteger count, int max) {
            int seen = count.get();
            while (seen < max) {
                if (count.compareAndSet(seen, seen + 1)) {
                    return true;
                }
                seen = count.get();
            }
            return false;
        }
    }
}
