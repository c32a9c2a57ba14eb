package io.tickgate.core.transport.http.endpoint;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.Route;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One file of a page, or a document, for everybody who reaches the listener: it holds nothing that is not in the jar.
 *
 * <p>Browsers keep it and ask each time whether it is still the same, so that a page and its script are of one version, and
 * a gateway that was renewed shows its own.
 */
final class PageEndpoint implements HttpEndpoint.Plain {
    /** Scripts, styles and data from here alone, nothing inline, nothing that is made of text; no frame around it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private final Route route;
    private final Supplier<byte[]> file;
    private final String type;
    private final AnswerThread thread;
    /** Null until somebody asks. */
    private volatile @Nullable PageContent content;

    /** @param file is called on {@code thread}, when it is asked for the first time */
    PageEndpoint(String path, Supplier<byte[]> file, String type, AnswerThread thread) {
        this.route = Route.open(path);
        this.file = file;
        this.type = type;
        this.thread = thread;
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public void handle(HttpExchange exchange) {
        PageContent known = content;
        if (known != null) {
            answer(exchange, known);
            return;
        }
        thread.answer(exchange, () -> {
            PageContent read = content == null ? new PageContent(file.get()) : content;
            content = read;
            return () -> answer(exchange, read);
        });
    }

    private void answer(HttpExchange exchange, PageContent known) {
        boolean gzip = Gzip.isTakenBy(exchange);
        String etag = known.etag(gzip);
        if (isKnown(exchange, etag)) {
            exchange.respondEmpty(304, headers -> addTo(headers, etag));
            return;
        }
        exchange.respondBytes(
                200,
                type,
                headers -> {
                    addTo(headers, etag);
                    if (gzip) {
                        headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
                    }
                },
                known.bytes(gzip));
    }

    /** RFC 9110 section 13.1.2: compared weakly, {@code *} is whatever there is. */
    private static boolean isKnown(HttpExchange exchange, String etag) {
        for (String field : exchange.headers().getAll(HttpHeaderNames.IF_NONE_MATCH)) {
            for (String tag : field.split(",", -1)) {
                String plain = tag.strip();
                if (plain.equals("*") || plain.equals(etag) || plain.equals("W/" + etag)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void addTo(HttpHeaders headers, String etag) {
        headers.set(HttpHeaderNames.ETAG, etag);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
        headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY);
        headers.set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY");
        headers.set("referrer-policy", "no-referrer");
        headers.set("cross-origin-resource-policy", "same-origin");
        headers.set("cross-origin-opener-policy", "same-origin");
    }
}
