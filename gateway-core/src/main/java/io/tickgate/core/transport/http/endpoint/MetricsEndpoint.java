package io.tickgate.core.transport.http.endpoint;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.tickgate.core.admin.MetricsFormat;
import io.tickgate.core.transport.http.ExtraHeaders;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import java.util.function.Function;

/** {@code GET /metrics}: everything that is counted, for Prometheus and what reads its text. */
public final class MetricsEndpoint implements HttpEndpoint.Plain {
    private static final Route ROUTE = Route.get("/metrics");

    private final Function<MetricsFormat, byte[]> page;
    private final AnswerThread thread = new AnswerThread("metrics");

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
        MetricsFormat format = MetricsFormat.of(Gzip.joined(exchange, HttpHeaderNames.ACCEPT));
        boolean gzip = Gzip.isTakenBy(exchange);
        thread.answer(exchange, () -> {
            byte[] plain = page.apply(format);
            byte[] content = gzip ? Gzip.compress(plain) : plain;
            ExtraHeaders headers = extra -> {
                extra.add(HttpHeaderNames.VARY, "accept, accept-encoding");
                if (gzip) {
                    extra.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
                }
            };
            return () -> exchange.respondBytes(200, format.contentType(), headers, content);
        });
    }
}
