package io.tickgate.bench.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.performance.Row.Entry;
import io.tickgate.bench.performance.Row.Group;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {
    @TempDir
    private Path directory;

    private final List<String> taken = new ArrayList<>();

    private final Measurement measurement = (laboratory, who) -> {
        taken.add(who.id());
        if (who == Contestant.UWS) {
            throw new Laboratory.Skipped("no --peers");
        }
        return "{\"verdict\":\"OK\"}";
    };

    private final Row row = Row.of(
            "row",
            "work",
            null,
            Entry.of(Contestant.GATEWAY, measurement),
            Entry.of(Contestant.FLOOR_EACH, measurement),
            Entry.of(Contestant.UWS, measurement));

    private boolean run(int rounds, Duration limit) throws IOException, InterruptedException {
        Path programs = Files.createDirectories(directory.resolve("programs"));
        for (String name : List.of("gateway", "pushload", "rawfan")) {
            assertThat(Files.writeString(programs.resolve(name), "#!/bin/true\n")
                            .toFile()
                            .setExecutable(true))
                    .isTrue();
        }
        try (Laboratory laboratory =
                new Laboratory(new Programs(programs.resolve("gateway"), programs, null), directory, 1, 0)) {
            return new Campaign(new RawResults(directory), laboratory, new PrintWriter(new StringWriter()), limit)
                    .run(List.of(new Group("group", List.of(), false, List.of(row))), rounds);
        }
    }

    @Test
    void contestantsTakeTurnsAndWhoCannotBeMeasuredIsAskedOnce() throws IOException, InterruptedException {
        assertThat(run(2, Duration.ofMinutes(1))).isTrue();

        assertThat(taken).containsExactly("gateway", "floor-each", "uws", "gateway", "floor-each");
        assertThat(Files.readString(directory.resolve("row.uws.2.json"))).contains("{\"skipped\":\"no --peers\"}");
    }

    @Test
    void whatIsThereIsNotMeasuredAgain() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("row.gateway.1.json"), "{\"verdict\":\"earlier\"}");

        assertThat(run(1, Duration.ofMinutes(1))).isTrue();

        assertThat(taken).containsExactly("floor-each", "uws");
        assertThat(Files.readString(directory.resolve("row.gateway.1.json"))).contains("earlier");
    }

    @Test
    void nothingBeginsWhenTimeIsUp() throws IOException, InterruptedException {
        assertThat(run(1, Duration.ZERO)).isFalse();

        assertThat(taken).isEmpty();
    }
}
