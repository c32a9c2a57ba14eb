package io.tickgate.bench.performance;

import io.tickgate.bench.json.JsonFault;
import io.tickgate.bench.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directory with one file for each measurement: {@code ROW.CONTESTANT.ROUND.json}, and {@code run.json} about them all. */
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

    Path runFile() {
        return directory.resolve("run.json");
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
