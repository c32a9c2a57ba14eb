package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The gateway refused what was published, and nothing of it was applied: {@link #code} is for programs, {@link #field} and
 * {@link #rule} are for whoever mends the call. It is the caller's fault, so it has no stack trace.
 */
public final class PublishException extends Exception {
    /** The {@link #field} of a fault that the message as a whole has. */
    public static final String MESSAGE = "message";

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String rule;
    private final @Nullable String field;

    /**
     * A refusal for a fault of one field.
     *
     * @param rule short English that says what would have been right
     * @param field null where none is to blame
     */
    public PublishException(ErrorCode code, String rule, @Nullable String field) {
        super(text(code, rule, field), null, false, false);
        this.code = code;
        this.rule = rule;
        this.field = field;
    }

    /** A refusal for which no field is to blame. */
    public PublishException(ErrorCode code, String rule) {
        this(code, rule, null);
    }

    /** The same refusal as that of a reader. */
    public PublishException(WireException fault) {
        this(fault.code(), fault.text(), fault.field());
    }

    private static String text(ErrorCode code, String rule, @Nullable String field) {
        String where = field == null || rule.startsWith('"' + field + '"') ? "" : field + ": ";
        return code.wireName() + ": " + where + rule;
    }

    /** Stable, as on the wire. */
    public ErrorCode code() {
        return code;
    }

    /** Short English, may change. */
    public String rule() {
        return rule;
    }

    /** The path of the field at fault, such as {@code progress} or {@code data_points[3].value}; null where it is none. */
    public @Nullable String field() {
        return field;
    }
}
