package io.tickgate.bench.performance;

import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.performance.Row.Entry;
import io.tickgate.bench.performance.Row.Group;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes all measurements of some groups, round by round, so that what disturbs the machine for a while disturbs all alike. What
 * is already in the directory is not measured again.
 */
final class Campaign {
    private final RawResults results;
    private final Laboratory laboratory;
    private final PrintWriter log;
    private final long deadlineNanos;
    private final Map<Contestant, String> refused = new EnumMap<>(Contestant.class);
    private int taken;

    /** @param limit no measurement begins after it */
    Campaign(RawResults results, Laboratory laboratory, PrintWriter log, Duration limit) {
        this.results = results;
        this.laboratory = laboratory;
        this.log = log;
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    /**
     * @return whether everything was measured before time was up
     * @throws IOException when a program fails, or a result cannot be kept
     */
    boolean run(List<Group> groups, int rounds) throws IOException, InterruptedException {
        List<Row> rows = groups.stream().flatMap(group -> group.rows().stream()).toList();
        int all = rounds * rows.stream().mapToInt(row -> row.entries().size()).sum();
        for (int round = 1; round <= rounds; round++) {
            for (Row row : rows) {
                for (Entry entry : row.entries()) {
                    Path file = results.file(row, entry.who(), round);
                    taken++;
                    if (Files.exists(file)) {
                        continue;
                    }
                    if (System.nanoTime() - deadlineNanos > 0) {
                        log.printf("time is up after %d of %d measurements; --resume goes on%n", taken - 1, all);
                        return false;
                    }
                    String raw = take(entry);
                    // Half a file would be taken for a result by the next run.
                    Path part = Files.writeString(file.resolveSibling("part"), raw + "\n");
                    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                    log.printf(
                            "%d/%d  %s  %s: %s%n",
                            taken, all, row.work(), entry.who().label(), words(raw));
                }
            }
        }
        return true;
    }

    private String take(Entry entry) throws IOException, InterruptedException {
        String reason = refused.get(entry.who());
        if (reason == null) {
            try {
                return entry.measurement().take(laboratory, entry.who());
            } catch (Laboratory.Skipped e) {
                reason = String.valueOf(e.getMessage());
            }
            refused.put(entry.who(), reason);
        }
        return "{\"skipped\":\"" + reason + "\"}";
    }

    private static String words(String raw) {
        JsonObject json = JsonObject.parse(raw);
        if (json.has("skipped")) {
            return "skipped: " + json.string("skipped");
        }
        JsonObject load = Metric.load(json);
        String cpu = load.has("server_us_per_delivery")
                ? String.format(Locale.ROOT, "%.3f µs/delivery, ", load.number("server_us_per_delivery"))
                : "";
        return cpu + (load.has("verdict") ? load.string("verdict") : "");
    }
}
