package io.tickgate.core.transport.http.endpoint;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.tickgate.core.admin.MetricsFormat;
import io.tickgate.core.transport.http.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compressed answers, for who takes them. Not for an event loop where there is much to compress. */
final class Gzip {
    private Gzip() {}

    static boolean isTakenBy(HttpExchange exchange) {
        return MetricsFormat.takesGzip(joined(exchange, HttpHeaderNames.ACCEPT_ENCODING));
    }

    /** The fields of that name as one, which they mean. */
    static String joined(HttpExchange exchange, CharSequence header) {
        return String.join(",", exchange.headers().getAll(header));
    }

    static byte[] compress(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
