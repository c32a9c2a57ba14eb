package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.protocol.codec.Timestamps;
import java.nio.charset.StandardCharsets;

/** The {@code timestamp} of answers. */
public final class Times {
    private Times() {}

    /** The time now, as the wire writes it. */
    public static String text(HttpExchange exchange) {
        return text(exchange.nowMillis());
    }

    /** @param millis Unix time */
    public static String text(long millis) {
        byte[] ascii = new byte[Timestamps.LENGTH];
        Timestamps.write(millis, ascii, 0);
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
