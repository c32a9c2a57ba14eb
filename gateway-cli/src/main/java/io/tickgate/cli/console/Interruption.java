package io.tickgate.cli.console;

/**
 * Turns the first SIGINT or SIGTERM into an interruption of the thread that runs the command, which then ends in good
 * order; the second one ends the process at once.
 */
public final class Interruption {
    private static final int SIGNAL_EXIT_BASE = 128;

    private volatile int signalNumber;

    private Interruption() {}

    /** For commands that no signal reaches: an interruption of their thread counts as Ctrl-C. */
    public static Interruption none() {
        return new Interruption();
    }

    /** Handles signals from now on. The JVM would otherwise exit with 143 whatever a command does. */
    public static Interruption of(Thread command) {
        Interruption interruption = new Interruption();
        Signals.handle("INT", number -> interruption.onSignal(number, command));
        Signals.handle("TERM", number -> interruption.onSignal(number, command));
        return interruption;
    }

    /** The exit code of a command that an interruption ended: 130 or 143. */
    public int exitCode() {
        return signalNumber == 0 ? ExitCode.INTERRUPTED.code() : SIGNAL_EXIT_BASE + signalNumber;
    }

    private void onSignal(int number, Thread command) {
        if (signalNumber != 0) {
            Runtime.getRuntime().halt(SIGNAL_EXIT_BASE + number);
        }
        signalNumber = number;
        command.interrupt();
    }
}
