package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.Progress;
import io.tickgate.bench.markup.Show;
import io.tickgate.cli.console.ProgressBar;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;

/**
 * Shows how a run stands: on a terminal one line with a bar that is rewritten, elsewhere a line every ten seconds.
 *
 * <p>Not thread-safe: the engine tells it from one thread, which closes it as well.
 */
public final class ProgressLine implements Progress.Listener, AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final ProgressBar bar;
    private Duration nextAt = EVERY;

    /** @param bar shows on {@code out}, where that is a terminal */
    public ProgressLine(PrintWriter out, ProgressBar bar) {
        this.out = out;
        this.bar = bar;
    }

    /** Tells on standard error, as a bar where that is a terminal. */
    public static ProgressLine onStandardError() {
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        return new ProgressLine(err, ProgressBar.onStandardError(err));
    }

    @Override
    public void onProgress(Progress progress) {
        if (bar.isTerminal()) {
            double total = Math.max(1, progress.total().toMillis());
            bar.show(progress.elapsed().toMillis() / total, words(progress));
        } else if (progress.elapsed().compareTo(nextAt) >= 0) {
            out.println(words(progress));
            nextAt = EVERY.multipliedBy(progress.elapsed().dividedBy(EVERY) + 1);
        }
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
        bar.close();
    }
}
