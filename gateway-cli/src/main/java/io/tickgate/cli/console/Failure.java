package io.tickgate.cli.console;

/** Ends a command for a reason that is no fault of ours, so it has no stack trace. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /** @param message one line that says what is wrong and what to do */
    public Failure(ExitCode exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
