package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.CommandContext;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/** The peer sent something that is not a message of this protocol. It is the peer's fault, so it has no stack trace. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String text;
    private final @Nullable String field;
    private final long byteOffset;
    private final transient CommandContext context;

    /** A fault of no single field. */
    public WireException(ErrorCode code, String text) {
        this(code, text, null, -1, CommandContext.NONE);
    }

    /** A fault of the bytes themselves. */
    public WireException(ErrorCode code, String text, long byteOffset) {
        this(code, text, null, byteOffset, CommandContext.NONE);
    }

    /** A fault of one field. */
    public WireException(ErrorCode code, String text, String field) {
        this(code, text, field, -1, CommandContext.NONE);
    }

    private WireException(
            ErrorCode code, String text, @Nullable String field, long byteOffset, CommandContext context) {
        super(text, null, false, false);
        this.code = code;
        this.text = text;
        this.field = field;
        this.byteOffset = byteOffset;
        this.context = context;
    }

    /** The same fault, told of the command that it stood in. */
    public WireException within(CommandContext command) {
        return new WireException(code, text, field, byteOffset, command);
    }

    public ErrorCode code() {
        return code;
    }

    /** Short English in our own words: it quotes at most a short, escaped piece of the payload. */
    public String text() {
        return text;
    }

    /** The field at fault, such as {@code since.offset} or {@code channels[3]}. */
    public @Nullable String field() {
        return field;
    }

    /** Where the input broke, counted from its first byte, or -1. */
    public long byteOffset() {
        return byteOffset;
    }

    /** What is known of the command that it stood in. */
    public CommandContext context() {
        return context;
    }

    /** The answer to the peer. */
    public ServerMessage.ErrorMessage toMessage(long timestampMillis) {
        return context.error(code, text, field, timestampMillis);
    }
}
