package io.tickgate.cli.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The last line of a terminal, rewritten as long work goes on. What is no terminal gets nothing of it. Not thread-safe.
 */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 20;
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/|tty|console)");
    /** Back to the start of the line, and clear what stands there. */
    private static final String REWRITE = "\r\033[K";

    private final PrintWriter out;
    private final boolean isTerminal;
    private boolean isShown;

    /** @param isTerminal whether {@code out} is one, so that a line can be rewritten */
    public ProgressBar(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** @param err the process's standard error */
    public static ProgressBar onStandardError(PrintWriter err) {
        return new ProgressBar(err, isTerminal(STANDARD_ERROR));
    }

    /** {@code System.console()} asks about standard input and output, and from Java 22 on there always is one. */
    private static boolean isTerminal(Path descriptor) {
        try {
            return TERMINAL.matcher(Files.readSymbolicLink(descriptor).toString())
                    .lookingAt();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether anything is shown at all. */
    public boolean isTerminal() {
        return isTerminal;
    }

    /** Shows how much is done, 0 to 1, and what there is to say about it. */
    public void show(double share, String words) {
        int full = (int) Math.round(WIDTH * Math.max(0, Math.min(1, share)));
        show("[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + words);
    }

    /** Shows words alone, where nobody knows how much there is. */
    public void show(String words) {
        if (isTerminal) {
            out.print(REWRITE + words);
            out.flush();
            isShown = true;
        }
    }

    /** Takes the line away, so that something else can be printed. */
    public void clear() {
        if (isShown) {
            out.print(REWRITE);
            out.flush();
            isShown = false;
        }
    }

    @Override
    public void close() {
        clear();
    }
}
