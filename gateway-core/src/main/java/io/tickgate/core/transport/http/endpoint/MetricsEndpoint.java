package io.tickgate.core.transport.http.endpoint;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.tickgate.core.admin.MetricsFormat;
import io.tickgate.core.transport.http.ExtraHeaders;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.protocol.message.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics}: everything that is counted, for Prometheus and what reads its text.
 *
 * <p>The page is made by a thread of its own, which lives while somebody reads: no event loop waits for files, for classes
 * that are needed for the first time, or for gzip.
 *
 * <p><b>Bound:</b> {@value #WAITING_MAX} readers may wait for a page; further ones are told to come back.
 */
public final class MetricsEndpoint implements HttpEndpoint.Plain {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);
    private static final Route ROUTE = Route.get("/metrics");
    private static final int WAITING_MAX = 8;
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int THREAD_IDLE_SECONDS = 5;

    private final Function<MetricsFormat, byte[]> page;
    private final ExecutorService executor = new ThreadPoolExecutor(
            0, 1, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), task -> {
                Thread thread = new Thread(task, "metrics");
                thread.setDaemon(true);
                return thread;
            });

    /** @param page is called on a thread of the endpoint's own */
    public MetricsEndpoint(Function<MetricsFormat, byte[]> page) {
        this.page = page;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) {
        MetricsFormat format = MetricsFormat.of(joined(exchange, HttpHeaderNames.ACCEPT));
        boolean gzip = MetricsFormat.takesGzip(joined(exchange, HttpHeaderNames.ACCEPT_ENCODING));
        try {
            executor.execute(() -> make(exchange, format, gzip));
        } catch (RejectedExecutionException e) {
            exchange.respondProblem(ProblemDetails.of(ErrorCode.UNAVAILABLE, "Too many read the metrics at once")
                    .withRetryAfter(RETRY_AFTER_SECONDS));
        }
    }

    private static String joined(HttpExchange exchange, CharSequence header) {
        return String.join(",", exchange.headers().getAll(header));
    }

    private void make(HttpExchange exchange, MetricsFormat format, boolean gzip) {
        Runnable answer;
        try {
            byte[] plain = page.apply(format);
            byte[] content = gzip ? compress(plain) : plain;
            ExtraHeaders headers = extra -> {
                extra.add(HttpHeaderNames.VARY, "accept, accept-encoding");
                if (gzip) {
                    extra.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
                }
            };
            answer = () -> exchange.respondBytes(200, format.contentType(), headers, content);
        } catch (RuntimeException e) {
            LOG.error("the metrics cannot be told", e);
            answer = () -> exchange.respondProblem(
                    ProblemDetails.of(ErrorCode.INTERNAL_ERROR, "The gateway failed; its log says why"));
        }
        try {
            exchange.executor().execute(answer);
        } catch (RejectedExecutionException e) {
            LOG.debug("the gateway stopped before its metrics were told");
        }
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
