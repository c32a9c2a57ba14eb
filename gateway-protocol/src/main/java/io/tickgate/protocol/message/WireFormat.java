package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/** The two dialects of the protocol. They carry the same fields in the same structure. */
public enum WireFormat {
    /** Text frames. The dialect of clients that offer no subprotocol. */
    JSON("gateway.v1.json"),
    /** Binary frames. */
    MSGPACK("gateway.v1.msgpack");

    private final String subprotocol;

    WireFormat(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /** The name in {@code Sec-WebSocket-Protocol} (RFC 6455 section 1.9). */
    public String subprotocol() {
        return subprotocol;
    }

    /** The dialect of that exact name, or null. */
    public static @Nullable WireFormat ofSubprotocol(String name) {
        if (name.equals(JSON.subprotocol)) {
            return JSON;
        }
        return name.equals(MSGPACK.subprotocol) ? MSGPACK : null;
    }
}
