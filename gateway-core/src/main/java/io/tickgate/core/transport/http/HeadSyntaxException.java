package io.tickgate.core.transport.http;

/** A head that another reader may understand otherwise. Its message goes out. The peer's fault: no stack trace. */
final class HeadSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    HeadSyntaxException(String message) {
        super(message, null, false, false);
    }
}
