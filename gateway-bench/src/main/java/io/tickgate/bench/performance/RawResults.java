package io.tickgate.bench.performance;

import io.tickgate.bench.json.JsonFault;
import io.tickgate.bench.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The directory with one file for each measurement: {@code ROW.CONTESTANT.ROUND.json}, and {@code GROUP.run.json} about each group. */
final class RawResults {
    private final Path directory;

    RawResults(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** Where one measurement's result is kept; rounds count from 1. */
    Path file(Row row, Contestant who, int round) {
        return directory.resolve(row.id() + "." + who.id() + "." + round + ".json");
    }

    /** Where the {@link RunFacts} of a group are kept. */
    Path runFile(Row.Group group) {
        return directory.resolve(group.id() + ".run.json");
    }

    /**
     * Keeps what is true of the groups that are measured now, and leaves the others' as it is.
     *
     * @param resume whether what was measured of them before stays, and with it what was true then
     * @throws JsonFault when a group that is resumed was begun otherwise; nothing is kept then
     */
    void note(List<Row.Group> groups, RunFacts now, boolean resume) throws IOException {
        Map<Path, RunFacts> facts = new LinkedHashMap<>();
        for (Row.Group group : groups) {
            Path file = runFile(group);
            RunFacts begun = resume ? RunFacts.read(file).orElse(now) : now;
            if (!begun.isLike(now)) {
                throw new JsonFault("--resume needs the machine, --seconds and --warm-up that " + group.id()
                        + " was begun with: " + begun.text());
            }
            facts.put(file, begun.resumedBy(now));
        }
        for (Map.Entry<Path, RunFacts> entry : facts.entrySet()) {
            entry.getValue().write(entry.getKey());
        }
    }

    /**
     * Everything that was measured of one contestant's part, round by round.
     *
     * @throws JsonFault when a file is no JSON object; names it
     */
    List<JsonObject> of(Row row, Contestant who) throws IOException {
        List<JsonObject> results = new ArrayList<>();
        for (int round = 1; Files.exists(file(row, who, round)); round++) {
            results.add(JsonObject.read(file(row, who, round)));
        }
        return results;
    }

    /** Takes away what earlier runs left of these rows. */
    void clear(List<Row> rows) throws IOException {
        for (Row row : rows) {
            for (Row.Entry entry : row.entries()) {
                for (int round = 1; Files.deleteIfExists(file(row, entry.who(), round)); round++) {}
            }
        }
    }
}
