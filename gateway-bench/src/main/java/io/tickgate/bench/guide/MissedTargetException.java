package io.tickgate.bench.guide;

/** A target of the guide was missed; the message is the report. */
public final class MissedTargetException extends Exception {
    private static final long serialVersionUID = 1L;

    MissedTargetException(String report) {
        super("a target of the guide was missed\n" + report);
    }
}
