package io.tickgate.bench.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tickgate.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioLoaderTest {
    @TempDir
    private Path directory = Path.of("");

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("day.yaml"), text);
    }

    private static List<String> faults(Path file, Map<String, String> flags) {
        ConfigException mistake = catchThrowableOfType(
                ConfigException.class, () -> ScenarioLoader.load(file, flags, Map.of("load.rate", "--rate")));
        return mistake.faults().stream()
                .map(fault -> String.valueOf(fault.getMessage()).replace(file.toString(), "day.yaml"))
                .toList();
    }

    private static List<String> faults(Map<String, String> flags) {
        return catchThrowableOfType(ConfigException.class, () -> ScenarioLoader.load(null, flags, Map.of()))
                .faults()
                .stream()
                .map(ConfigException::getMessage)
                .toList();
    }

    @Test
    void phasesAndStormsAreReadInOrderAndFlagsWin() throws IOException {
        Path file = file("""
                connections:
                  count: 40
                phases:
                  - name: open
                    rate: 50
                    duration: 2s
                  - name: close
                    rate: 70
                storms:
                  - at: 3s
                    connections: 5
                    recover: true
                """);

        Scenario day = ScenarioLoader.load(file, Map.of("phases[1].rate", "80", "load.warm-up", "0s"), Map.of());

        assertThat(day.name()).isEqualTo("day");
        assertThat(day.phases())
                .containsExactly(
                        new Phase("open", 50, Duration.ofSeconds(2), false),
                        new Phase("close", 80, Duration.ofSeconds(10), false));
        assertThat(day.storms()).containsExactly(new Storm(Duration.ofSeconds(3), 5, Duration.ofSeconds(1), true));
        assertThat(day.settings()).containsEntry("connections.count", "40").containsEntry("phases[1].rate", "80");
    }

    @Test
    void everyMistakeIsToldWithItsLineAndTheNearestKey() throws IOException {
        Path file = file("""
                connections:
                  count: many
                  foramt: json
                load:
                  rate: 0
                  rate: 5
                phases:
                  - rat: 5
                slow-readers: 7
                """);

        assertThat(faults(file, Map.of()))
                .containsExactly(
                        "day.yaml:6: load.rate: stands twice",
                        "day.yaml:9: slow-readers: must be a section of keys and values",
                        "day.yaml:3: connections.foramt: unknown key; the nearest known one is connections.format",
                        "day.yaml:8: phases[0].rat: unknown key; the nearest known one is phases[].rate",
                        "day.yaml:2: connections.count: must be a whole number, 1 to 200000, was \"many\"",
                        "day.yaml:5: load.rate: must be 1 to 5000000, was 0",
                        "day.yaml:5: load.rate: is said by the phases");
    }

    @Test
    void aFlagIsNamedAsItWasWritten() throws IOException {
        assertThat(faults(file("load:\n  rate: 5\n"), Map.of("load.rate", "fast", "lod.rate", "5")))
                .containsExactlyInAnyOrder(
                        "--set: lod.rate: unknown key; the nearest known one is load.rate",
                        "--rate: load.rate: must be a whole number, 1 to 5000000, was \"fast\"");
    }

    @Test
    void whatIsNoYamlIsToldWithItsLine() throws IOException {
        assertThat(faults(file("load:\n\t- x"), Map.of()))
                .singleElement()
                .asString()
                .startsWith("day.yaml:2: not YAML");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            topic      | publishers.via        | http    | the dialect topic does not know http
            topic      | publishers.via        | stream  | the dialect topic does not know stream
            centrifugo | publishers.via        | stream  | the dialect centrifugo does not know stream
            topic      | publishers.format     | msgpack | the dialect topic does not know msgpack
            centrifugo | connections.format    | both    | the dialect centrifugo does not know both
            topic      | subscriptions.by      | family  | the dialect topic does not know family
            centrifugo | subscriptions.ack     | true    | the dialect centrifugo does not know true
            topic      | churn.recover         | true    | the dialect topic does not know true
            topic      | storms[0].recover     | true    | the dialect topic does not know true
            """)
    void whatADialectCannotDoIsRefusedByKey(String dialect, String key, String value, String problem) {
        assertThat(faults(Map.of("target.dialect", dialect, key, value))).contains("--set: " + key + ": " + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subscriptions.per-connection=2                               | subscriptions.per-connection
            load.saturate=8 ramp.to=5000                                 | load.saturate
            load.saturate=8 load.rate=5                                  | load.saturate
            load.saturate=8 churn.per-second=5                           | load.saturate
            slow-readers.count=100                                       | slow-readers.count
            storms[0].connections=101                                    | storms[0].connections
            subscriptions.by=family churn.per-second=1 churn.recover=true| subscriptions.by
            expect.memory=100MiB                                         | expect.memory
            ramp.from=5                                                  | ramp.to
            ramp.to=5000 load.rate=5                                     | load.rate
            ramp.to=5000 ramp.hold=1s ramp.promise=1s                    | ramp.promise
            publishers.via=stream publishers.format=msgpack              | publishers.format
            target.url=ws://127.0.0.1:70000                              | target.url
            """)
    void keysThatContradictEachOtherAreRefused(String said, String key) {
        Map<String, String> flags = Stream.of(said.strip().split(" ", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));

        assertThat(faults(flags)).singleElement().asString().contains(key + ": ");
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theShippedScenariosAreSound(Path shipped) {
        assertThat(ScenarioLoader.load(shipped, Map.of("target.server-pid", "1"), Map.of())
                        .phases())
                .isNotEmpty();
    }

    static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../config/bench"))) {
            // What the gate recorded lives beside them and is no scenario.
            return files.filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("gate.yaml"))
                    .sorted()
                    .toList();
        }
    }
}
