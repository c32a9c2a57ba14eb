package io.tickgate.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateFileTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            values.put(measure, measure.ordinal() * 1.125);
        }
        Path file = directory.resolve("new/gate.yaml");

        GateFile.write(file, values);

        assertThat(GateFile.read(file)).isEqualTo(values);
    }

    @Test
    void theShippedFileIsGoodAndKeepsThePromises() {
        Map<Measure, Double> values = GateFile.read(Path.of("..", "config", "gate.yaml"));

        assertThat(values).allSatisfy((measure, value) -> assertThat(value).isLessThanOrEqualTo(measure.promise()));
    }

    @Test
    void everyMistakeIsToldWithItsLine() throws IOException {
        String text = lines().replace("frames-for-json: 1", "frames-for-json: -1")
                + "frames-for-xml: 1\nsends-of-joined: 1\nsends-of-gathered: [1]\n";
        int count = Measure.values().length;

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("gate.yaml:" + (Measure.FRAMES_FOR_JSON.ordinal() + 1)
                        + ": frames-for-json: must be a number such as 12 or 1.01, not below 0")
                .hasMessageContaining("gate.yaml:" + (count + 1) + ": frames-for-xml: is nothing that the gate counts")
                .hasMessageContaining("gate.yaml:" + (count + 2) + ": sends-of-joined: stands twice")
                .hasMessageContaining("gate.yaml:" + (count + 3) + ": sends-of-gathered: must be a number");
    }

    @Test
    void aMissingLineIsNamed() {
        assertThatThrownBy(() -> read(lines().replace("sends-of-joined: 1\n", "")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("gate.yaml: sends-of-joined: has no good line");
    }

    @Test
    void whatIsNoYamlIsRefusedWithItsLine() {
        assertThatThrownBy(() -> read("frames-for-json: 1\n}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("gate.yaml:2: not YAML");
    }

    @Test
    void aListIsRefused() {
        assertThatThrownBy(() -> read("- 1\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("gate.yaml:1: must be lines of a name and a number");
    }

    private static String lines() {
        return Arrays.stream(Measure.values())
                .map(measure -> measure.key() + ": 1\n")
                .collect(Collectors.joining());
    }

    private void read(String text) throws IOException {
        GateFile.read(Files.writeString(directory.resolve("gate.yaml"), text));
    }
}
