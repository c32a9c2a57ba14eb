package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.protocol.codec.Timestamps;
import java.nio.charset.StandardCharsets;

/** The {@code timestamp} of answers. */
final class Times {
    private Times() {}

    /** The time now, as the wire writes it. */
    static String text(HttpExchange exchange) {
        byte[] ascii = new byte[Timestamps.LENGTH];
        Timestamps.write(exchange.nowMillis(), ascii, 0);
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
