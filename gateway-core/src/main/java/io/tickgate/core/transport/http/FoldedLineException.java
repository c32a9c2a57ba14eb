package io.tickgate.core.transport.http;

/** A header field goes on in the next line. The peer's fault: no stack trace. */
final class FoldedLineException extends Exception {
    private static final long serialVersionUID = 1L;

    FoldedLineException() {
        super("folded header field", null, false, false);
    }
}
