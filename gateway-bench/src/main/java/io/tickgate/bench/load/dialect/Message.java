package io.tickgate.bench.load.dialect;

import java.nio.charset.StandardCharsets;

/** One WebSocket message that a client sends. */
public final class Message {
    private final boolean binary;
    private final byte[] bytes;

    /** @param bytes not changed any more */
    Message(boolean binary, byte[] bytes) {
        this.binary = binary;
        this.bytes = bytes;
    }

    static Message text(String text) {
        return new Message(false, text.getBytes(StandardCharsets.UTF_8));
    }

    public boolean binary() {
        return binary;
    }

    /** To be read only. */
    public byte[] bytes() {
        return bytes;
    }
}
