package io.tickgate.cli.upload;

import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.console.Durations;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.PlainText;
import io.tickgate.cli.console.ProgressBar;
import io.tickgate.cli.upload.UploadReport.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends the lines of a file, batch by batch over one connection. A line that the gateway refuses is told with its number.
 *
 * <p><b>Owner:</b> the command's thread. <b>Bound:</b> one {@link Batch} and one line.
 */
final class Upload {
    /** Batches a second, so that a rate is smooth; where there is none, batches are full. */
    private static final int BATCHES_PER_SECOND = 20;

    private static final long SHOW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Nobody knows how long it is. */
    static final long UNKNOWN_SIZE = -1;

    private final HttpApiClient api;
    private final LineSource lines;
    private final long sizeBytes;
    private final UploadPace pace;
    private final ProgressBar bar;
    private final PrintWriter err;
    private final UploadReport report = new UploadReport();
    private final long startNanos = System.nanoTime();
    private long nextShowNanos = startNanos;

    /**
     * @param sizeBytes of all lines, or {@link #UNKNOWN_SIZE}
     * @param err where refused lines are told
     */
    Upload(HttpApiClient api, LineSource lines, long sizeBytes, UploadPace pace, ProgressBar bar, PrintWriter err) {
        this.api = api;
        this.lines = lines;
        this.sizeBytes = sizeBytes;
        this.pace = pace;
        this.bar = bar;
        this.err = err;
    }

    UploadReport report() {
        return report;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** @throws Failure when the gateway takes no more; what became of the lines before stands in the report */
    void run() throws Failure, InterruptedException {
        while (true) {
            Batch batch = new Batch(linesOfABatch());
            boolean isMore = fill(batch);
            if (batch.size() > 0 && !mustStop()) {
                waitUntilDue();
                send(batch);
            }
            show();
            if (mustStop()) {
                report.stop();
                return;
            }
            if (!isMore) {
                return;
            }
        }
    }

    private boolean mustStop() {
        return pace.stopsOnError() && report.refused() > 0;
    }

    /** Whoever wants to stop behind the first bad line may send no other with it. */
    private int linesOfABatch() {
        Double perSecond = pace.perSecond();
        if (pace.stopsOnError()) {
            return 1;
        }
        return perSecond == null
                ? Batch.LINES_MAX
                : (int) Math.max(1, Math.min(Batch.LINES_MAX, perSecond / BATCHES_PER_SECOND));
    }

    /** @return whether there may be more lines */
    private boolean fill(Batch batch) throws Failure {
        try {
            // What a slow writer has written so far shall not wait for what he may write.
            while (!batch.isFull() && !(batch.size() > 0 && lines.mustWait())) {
                LineSource.Line line = lines.next();
                if (line == null) {
                    return false;
                }
                byte[] bytes = line.bytes();
                if (bytes == null) {
                    String rule = "a line of more than " + (LineSource.LINE_BYTES_MAX >> 20) + " MiB";
                    tell(new Refusal(line.number(), "message_too_large", rule));
                    return true;
                }
                batch.add(line.number(), bytes);
            }
            return true;
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the lines cannot be read: " + e.getMessage());
        }
    }

    private void waitUntilDue() throws InterruptedException {
        Double perSecond = pace.perSecond();
        if (perSecond != null) {
            long dueNanos = (long) (report.handled() / perSecond * TimeUnit.SECONDS.toNanos(1));
            long waitNanos = dueNanos - (System.nanoTime() - startNanos);
            if (waitNanos > 0) {
                TimeUnit.NANOSECONDS.sleep(waitNanos);
            }
        }
    }

    private void send(Batch batch) throws Failure, InterruptedException {
        Answer answer = api.post(api.url().publications(), "application/x-ndjson", batch.body());
        if (!answer.isSuccess()) {
            Failure refusal = answer.refusal();
            throw new Failure(refusal.exitCode(), batch.lines() + ": " + refusal.getMessage());
        }
        UploadAnswer counted = answer.read(UploadAnswer::read);
        report.accept(counted.accepted());
        for (UploadAnswer.Refused refused : counted.refused()) {
            tell(new Refusal(batch.numberOf(refused.line()), refused.code(), refused.error()));
        }
        report.refuse(counted.refusedCount() - counted.refused().size());
    }

    private void tell(Refusal refusal) {
        if (report.refuse(refusal)) {
            bar.clear();
            err.println(
                    PlainText.of("gateway: line " + refusal.line() + ": " + refusal.code() + ": " + refusal.error()));
            if (report.refused() == UploadReport.KEPT_MAX) {
                err.println("gateway: further refused lines are only counted");
            }
        }
    }

    private void show() {
        long now = System.nanoTime();
        if (!bar.isTerminal() || now - nextShowNanos < 0) {
            return;
        }
        nextShowNanos = now + SHOW_NANOS;
        Duration elapsed = elapsed();
        String words = String.format(
                Locale.ROOT, "%,d lines, %s, %,d refused", report.handled(), report.rate(elapsed), report.refused());
        if (sizeBytes > 0) {
            double share = Math.min(1, (double) lines.readBytes() / sizeBytes);
            bar.show(share, words + eta(elapsed, share));
        } else {
            bar.show(words);
        }
    }

    private static String eta(Duration elapsed, double share) {
        return share == 0
                ? ""
                : ", " + Durations.text(Duration.ofMillis((long) (elapsed.toMillis() * (1 - share) / share))) + " left";
    }

    /**
     * How it is sent.
     *
     * @param perSecond lines; null for as fast as the gateway takes them
     * @param stopsOnError whether nothing behind the first refused line is sent
     */
    record UploadPace(@Nullable Double perSecond, boolean stopsOnError) {}
}
