package io.tickgate.core.transport.http;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A failure as {@code application/problem+json} tells it (RFC 9457).
 *
 * @param detail one English sentence, may change
 * @param pointer JSON pointer (RFC 6901) to the field at fault, or null
 * @param retryAfterSeconds when to try again, or 0 for no word about it
 */
public record ProblemDetails(
        ErrorCode code, String detail, @Nullable String pointer, int retryAfterSeconds) {
    static final String MEDIA_TYPE = "application/problem+json";

    public static ProblemDetails of(ErrorCode code, String detail) {
        return new ProblemDetails(code, detail, null, 0);
    }

    /** What a reader found wrong with a body. */
    public static ProblemDetails of(WireException fault) {
        String field = fault.field();
        ErrorCode code = fault.code();
        String pointer = field == null ? null : pointerTo(field);
        return new ProblemDetails(code, fault.text(), pointer, 0);
    }

    /** The HTTP status: each code has one. */
    public int status() {
        return code.httpStatus();
    }

    public ProblemDetails withPointer(String otherPointer) {
        return new ProblemDetails(code, detail, otherPointer, retryAfterSeconds);
    }

    public ProblemDetails withRetryAfter(int seconds) {
        return new ProblemDetails(code, detail, pointer, seconds);
    }

    /** Our path notation, such as {@code data.points[3].a/b}, as a pointer: {@code /data/points/3/a~1b}. */
    static String pointerTo(String field) {
        StringBuilder pointer = new StringBuilder(field.length() + 4).append('/');
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            switch (c) {
                case '~' -> pointer.append("~0");
                case '/' -> pointer.append("~1");
                case '.', '[' -> pointer.append('/');
                case ']' -> {}
                default -> pointer.append(c);
            }
        }
        return pointer.toString();
    }

    /** @param instance path of the request, or null when none could be read */
    void writeTo(WireWriter json, @Nullable String instance) {
        json.beginObject(5 + (instance == null ? 0 : 1) + (pointer == null ? 0 : 1));
        json.name("type").string("urn:gateway:problem:" + code.wireName());
        json.name("title").string(code.title());
        json.name("status").integer(status());
        json.name("detail").string(detail);
        if (instance != null) {
            json.name("instance").string(instance);
        }
        json.name("code").string(code.wireName());
        if (pointer != null) {
            json.name("errors").beginArray(1).beginObject(2);
            json.name("pointer").string(pointer);
            json.name("detail").string(detail);
            json.endObject().endArray();
        }
        json.endObject();
    }
}
