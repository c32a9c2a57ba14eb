package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.CommandId;
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
    private final transient @Nullable CommandId id;
    private final @Nullable String command;
    private final @Nullable String channel;

    /** A fault of the bytes themselves. */
    public WireException(ErrorCode code, String text, long byteOffset) {
        this(code, text, null, byteOffset, null, null, null);
    }

    /** A fault of one field. */
    public WireException(ErrorCode code, String text, String field) {
        this(code, text, field, -1, null, null, null);
    }

    /** Everything that is known about the fault; what is not known is null, or -1. */
    public WireException(
            ErrorCode code,
            String text,
            @Nullable String field,
            long byteOffset,
            @Nullable CommandId id,
            @Nullable String command,
            @Nullable String channel) {
        super(text, null, false, false);
        this.code = code;
        this.text = text;
        this.field = field;
        this.byteOffset = byteOffset;
        this.id = id;
        this.command = command;
        this.channel = channel;
    }

    /** The same fault, told of the command that it stood in; what is not known is null. */
    public WireException within(
            @Nullable CommandId commandId, @Nullable String commandType, @Nullable String commandChannel) {
        return new WireException(code, text, field, byteOffset, commandId, commandType, commandChannel);
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

    /** The command's id, if it could be read. */
    public @Nullable CommandId id() {
        return id;
    }

    /** The command's type, if it is a known one. */
    public @Nullable String command() {
        return command;
    }

    /** The command's channel, if it has one that could be read. */
    public @Nullable String channel() {
        return channel;
    }

    /** The answer to the peer. */
    public ServerMessage.ErrorMessage toMessage(long timestampMillis) {
        return new ServerMessage.ErrorMessage(
                code, text, id, command, field, channel, null, null, null, timestampMillis);
    }
}
