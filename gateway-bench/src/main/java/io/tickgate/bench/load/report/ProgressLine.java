package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.Progress;
import io.tickgate.bench.markup.Show;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Shows how a run stands: on a terminal one line with a bar that is rewritten, elsewhere a line every ten seconds.
 *
 * <p>Not thread-safe: the engine tells it from one thread, which closes it as well.
 */
public final class ProgressLine implements Progress.Listener, AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int BAR = 20;
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/|tty|console)");
    /** Back to the start of the line, and clear what stands there. */
    private static final String REWRITE = "\r\033[K";

    private final PrintStream out;
    private final boolean isTerminal;
    private Duration nextAt = EVERY;
    private boolean isShown;

    /** @param isTerminal whether {@code out} is one, so that a line can be rewritten */
    public ProgressLine(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Tells on standard error, as a bar where that is a terminal. */
    public static ProgressLine onStandardError() {
        return new ProgressLine(System.err, isTerminal(STANDARD_ERROR));
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

    @Override
    public void onProgress(Progress progress) {
        if (isTerminal) {
            out.print(REWRITE + bar(progress) + " " + words(progress));
            out.flush();
            isShown = true;
        } else if (progress.elapsed().compareTo(nextAt) >= 0) {
            out.println(words(progress));
            nextAt = EVERY.multipliedBy(progress.elapsed().dividedBy(EVERY) + 1);
        }
    }

    private static String bar(Progress progress) {
        double share = (double) progress.elapsed().toMillis()
                / Math.max(1, progress.total().toMillis());
        int full = (int) Math.round(BAR * Math.min(1, share));
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }

    private static String words(Progress progress) {
        return Show.clock(progress.elapsed()) + "/" + Show.clock(progress.total())
                + " " + progress.phase()
                + (progress.rate() == 0 ? " saturated" : " " + Show.amount(progress.rate()) + " pub/s")
                + ", " + Show.amount(progress.deliveriesPerSecond()) + " deliveries/s"
                + ", p99 " + Show.micros(progress.p99Micros())
                + ", lost " + Show.count(progress.missing());
    }

    /** Takes the bar away, so that the report begins on an empty line. */
    @Override
    public void close() {
        if (isShown) {
            out.print(REWRITE);
            out.flush();
        }
    }
}
