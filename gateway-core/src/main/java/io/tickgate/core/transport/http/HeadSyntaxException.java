package io.tickgate.core.transport.http;

/** A head that another reader may understand otherwise. The peer's fault: no stack trace. */
final class HeadSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    /** @param detail one English sentence, which goes out */
    HeadSyntaxException(String detail) {
        super(detail, null, false, false);
        this.detail = detail;
    }

    String detail() {
        return detail;
    }
}
