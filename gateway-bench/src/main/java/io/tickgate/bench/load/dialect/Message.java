package io.tickgate.bench.load.dialect;

import java.nio.charset.StandardCharsets;

/**
 * One WebSocket message that a client sends.
 *
 * @param bytes not changed any more
 */
public record Message(boolean binary, byte[] bytes) {
    static Message text(String text) {
        return new Message(false, text.getBytes(StandardCharsets.UTF_8));
    }
}
