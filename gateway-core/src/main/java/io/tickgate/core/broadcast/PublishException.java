package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ErrorCode;

/** The gateway refused a publication; {@link #code()} says by which rule. */
public final class PublishException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public PublishException(ErrorCode code, String detail) {
        super(code.wireName() + ": " + detail, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
