package io.tickgate.cli.upload;

import io.tickgate.cli.console.Durations;
import io.tickgate.cli.console.JsonText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What became of the lines. <b>Bound:</b> {@value #KEPT_MAX} refusals are kept with their words; all are counted. */
final class UploadReport {
    static final int KEPT_MAX = 100;

    /** A line that was not published, by its number in the file. */
    record Refusal(long line, String code, String error) {}

    private final List<Refusal> kept = new ArrayList<>();
    private long accepted;
    private long refused;
    private boolean isStopped;

    void accept(long count) {
        accepted += count;
    }

    /** @return whether it is kept */
    boolean refuse(Refusal refusal) {
        refused++;
        return kept.size() < KEPT_MAX && kept.add(refusal);
    }

    /** More that nobody told the words of. */
    void refuse(long count) {
        refused += count;
    }

    /** The rest of the file was not looked at. */
    void stop() {
        isStopped = true;
    }

    long handled() {
        return accepted + refused;
    }

    long refused() {
        return refused;
    }

    /** For people, while it goes on and at its end. */
    String rate(Duration elapsed) {
        double seconds = Math.max(1e-3, elapsed.toNanos() / 1e9);
        return String.format(Locale.ROOT, "%,.0f/s", handled() / seconds);
    }

    String text(Duration elapsed) {
        return String.format(Locale.ROOT, "published %,d of %,d lines in ", accepted, handled())
                + Durations.text(elapsed) + " (" + rate(elapsed) + ")"
                + String.format(Locale.ROOT, ", %,d refused", refused)
                + (isStopped ? ", and stopped there" : "");
    }

    String json(Duration elapsed) {
        return JsonText.of(json -> {
            json.beginObject(6);
            json.name("lines").integer(handled());
            json.name("accepted").integer(accepted);
            json.name("refused").integer(refused);
            json.name("stopped").bool(isStopped);
            json.name("seconds").real(elapsed.toMillis() / 1e3);
            json.name("errors").beginArray(kept.size());
            for (Refusal refusal : kept) {
                json.beginObject(3);
                json.name("line").integer(refusal.line());
                json.name("code").string(refusal.code());
                json.name("error").string(refusal.error());
                json.endObject();
            }
            json.endArray();
            json.endObject();
        });
    }
}
