package io.tickgate.cli.console;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Turns SIGINT and SIGTERM into an interruption of the thread that runs the command, which then ends in good order. A command
 * ends in one step, and the second signal ends the process at once; or in two, of which the second is quicker, and then the
 * third signal does.
 */
public final class Interruption {
    private static final int SIGNAL_EXIT_BASE = 128;

    private final @Nullable Thread command;
    private final AtomicInteger signals = new AtomicInteger();
    private volatile int steps = 1;
    private volatile int firstNumber;

    private Interruption(@Nullable Thread command) {
        this.command = command;
    }

    /** For commands that no signal reaches: an interruption of their thread counts as Ctrl-C. */
    public static Interruption none() {
        return new Interruption(null);
    }

    /** Handles signals from now on. The JVM would otherwise exit with 143 whatever a command does. */
    public static Interruption of(Thread command) {
        Interruption interruption = new Interruption(command);
        Signals.handle("INT", interruption::onSignal);
        Signals.handle("TERM", interruption::onSignal);
        return interruption;
    }

    /** From now on a second signal interrupts the command once more, and the third one ends the process. */
    public void inTwoSteps() {
        steps = 2;
    }

    /** The exit code of a command that an interruption ended: 130 or 143. */
    public int exitCode() {
        return firstNumber == 0 ? ExitCode.INTERRUPTED.code() : SIGNAL_EXIT_BASE + firstNumber;
    }

    /** Another signal asks for the end. */
    public void onSignal(int number) {
        if (command == null) {
            return;
        }
        int count = signals.incrementAndGet();
        if (count > steps) {
            Runtime.getRuntime().halt(SIGNAL_EXIT_BASE + number);
        }
        if (count == 1) {
            firstNumber = number;
        }
        command.interrupt();
    }
}
