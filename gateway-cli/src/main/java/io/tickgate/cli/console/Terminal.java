package io.tickgate.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal that the process was started from, where it was one. */
public final class Terminal {
    private static final Path CONTROLLING = Path.of("/dev/tty");

    private final boolean wasThere = isThere();

    /** Whether the process has lost its terminal: a window was closed, or a connection to the machine. Any thread. */
    public boolean isGone() {
        return wasThere && !isThere();
    }

    private static boolean isThere() {
        try {
            Files.newInputStream(CONTROLLING).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
