package io.tickgate.protocol.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why something was refused. The wire names are a promise: clients branch on them. */
public enum ErrorCode {
    INVALID_JSON("Invalid JSON", 400),
    INVALID_MSGPACK("Invalid MessagePack", 400),
    INVALID_MESSAGE("Not an object", 422),
    MISSING_FIELD("Missing field", 422),
    INVALID_FIELD("Invalid field", 422),
    UNKNOWN_TYPE("Unknown type", 422),
    UNKNOWN_CHANNEL("Unknown channel", 422),
    TASK_NOT_FOUND("Task not found", 404),
    NOTIFICATION_NOT_FOUND("Notification not found", 404),
    TASK_FINISHED("Task finished", 409),
    PROGRESS_BACKWARDS("Progress runs backwards", 409),
    DUPLICATE_ID("Duplicate id", 409),
    MESSAGE_TOO_LARGE("Message too large", 413),
    INVALID_FILTER("Invalid filter", 422),
    INVALID_POSITION("Invalid position", 422),
    CONFLATION_NOT_ALLOWED("Conflation not allowed", 422),
    SNAPSHOT_TOO_LARGE("Snapshot too large", 422),
    RESUME_REFUSED("Resume refused", 409),
    UNSUPPORTED_FRAME("Unsupported frame", 400),
    TOO_MANY_SUBSCRIPTIONS("Too many subscriptions", 429),
    TOO_MANY_CONNECTIONS_OF_USER("Too many connections of this user", 429),
    RATE_LIMITED("Rate limited", 429),
    UNAUTHORIZED("Unauthorized", 401),
    FORBIDDEN("Forbidden", 403),
    UNAVAILABLE("Unavailable", 503),
    INTERNAL_ERROR("Internal error", 500),
    // From here on: HTTP only.
    BAD_REQUEST("Bad request", 400),
    NOT_FOUND("Not found", 404),
    METHOD_NOT_ALLOWED("Method not allowed", 405),
    REQUEST_TIMEOUT("Request timeout", 408),
    BODY_TOO_LARGE("Body too large", 413),
    URI_TOO_LONG("URI too long", 414),
    UNSUPPORTED_MEDIA_TYPE("Unsupported media type", 415),
    EXPECTATION_FAILED("Expectation failed", 417),
    MISDIRECTED_REQUEST("Misdirected request", 421),
    UPGRADE_REQUIRED("Upgrade required", 426),
    HEADER_TOO_LARGE("Header too large", 431),
    NOT_IMPLEMENTED("Not implemented", 501),
    HTTP_VERSION_NOT_SUPPORTED("HTTP version not supported", 505),
    TOO_MANY_CONNECTIONS("Too many connections", 503),
    TOO_MANY_CONNECTIONS_FROM_ADDRESS("Too many connections from this address", 429);

    private static final Map<String, ErrorCode> BY_WIRE_NAME = byWireName();

    private final String wireName;
    private final String title;
    private final int httpStatus;

    ErrorCode(String title, int httpStatus) {
        this.wireName = name().toLowerCase(Locale.ROOT);
        this.title = title;
        this.httpStatus = httpStatus;
    }

    /** The stable name, such as {@code invalid_json}. */
    public String wireName() {
        return wireName;
    }

    /** A short English title, the same for every occurrence (RFC 9457 section 3.1.3). */
    public String title() {
        return title;
    }

    /** The status that an HTTP answer carries with this code. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The code of that exact wire name, or null. */
    public static @Nullable ErrorCode ofWireName(String wireName) {
        return BY_WIRE_NAME.get(wireName);
    }

    private static Map<String, ErrorCode> byWireName() {
        Map<String, ErrorCode> codes = new HashMap<>();
        for (ErrorCode code : values()) {
            codes.put(code.wireName, code);
        }
        return Map.copyOf(codes);
    }
}
