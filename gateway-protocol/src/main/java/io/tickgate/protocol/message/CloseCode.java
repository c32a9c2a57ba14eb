package io.tickgate.protocol.message;

import java.util.Locale;

/**
 * Why a connection ends. Clients reconnect after 4000 to 4499 and stop after 4500 to 4999.
 *
 * <p>Codes below 3000 are those of RFC 6455 section 7.4.1 and of its IANA registry.
 */
public enum CloseCode {
    /** The client asked for it. */
    NORMAL(1000, "closed normally", false),
    /** The server stops; what was queued went out first. */
    GOING_AWAY(1001, "server is shutting down", true),
    /** A frame broke RFC 6455. */
    PROTOCOL_ERROR(1002, "protocol error", false),
    /** A kind of data that the endpoint cannot take. */
    UNSUPPORTED_DATA(1003, "unsupported data", false),
    /** Text that is not UTF-8 (RFC 6455 section 8.1), or, with a reason of its own, what is no deflate stream. */
    INVALID_PAYLOAD(1007, "text is not valid UTF-8", false),
    /** The client went on sending errors. */
    POLICY_VIOLATION(1008, "too many errors", false),
    /** A message over the limit. */
    MESSAGE_TOO_BIG(1009, "message too big", false),
    /** A fault of the server. */
    INTERNAL_ERROR(1011, "internal error", true),
    /** A restart or drain that an operator announced. */
    SERVICE_RESTART(1012, "server is restarting, come back in 1 to 15 s", true),
    /** Overload after the handshake. */
    TRY_AGAIN_LATER(1013, "server is overloaded", true),
    /** No frame came for too long, not even a pong. */
    IDLE_TIMEOUT(4000, "nothing received within the idle timeout", true),
    /** The client did not take what was queued for it. */
    SLOW_CONSUMER(4001, "client reads too slowly", true),
    /** Acknowledgements that were promised did not come. */
    ACK_TIMEOUT(4002, "publications were not acknowledged", true),
    /** The token ended and was not renewed; come back with a new one. */
    TOKEN_EXPIRED(4003, "token expired", true),
    /** The user has as many connections as may be. At once it would end the same way, so come back after 15 to 30 s. */
    USER_LIMIT(4004, "too many connections of this user, come back in 15 to 30 s", true),
    /** No valid token in time. */
    UNAUTHORIZED(4500, "unauthorized", false),
    /** The token does not allow this connection. */
    FORBIDDEN(4501, "forbidden", false),
    /** An operator asked for it. */
    DISCONNECTED(4502, "disconnected by an operator", false);

    /** Longest reason in bytes: a control frame holds 125, and the code takes two (RFC 6455 section 5.5.1). */
    public static final int REASON_BYTES_MAX = 123;

    private final int code;
    private final String reason;
    private final boolean clientShouldReconnect;
    private final String label;

    CloseCode(int code, String reason, boolean clientShouldReconnect) {
        this.code = code;
        this.reason = reason;
        this.clientShouldReconnect = clientShouldReconnect;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** English, ASCII, at most {@value #REASON_BYTES_MAX} bytes. */
    public String reason() {
        return reason;
    }

    /** The metric label, such as {@code slow_consumer}. */
    public String label() {
        return label;
    }

    public boolean clientShouldReconnect() {
        return clientShouldReconnect;
    }
}
