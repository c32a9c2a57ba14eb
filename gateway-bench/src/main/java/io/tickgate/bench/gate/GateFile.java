package io.tickgate.bench.gate;

import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.ConfigFaults;
import io.tickgate.core.config.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The recorded values: one line {@code name: number} for each {@link Measure}. */
final class GateFile {
    private static final String HEAD = """
            # What bin/bench gate compares its counts with, from the last bin/bench gate --record.
            # A change that makes a number larger is a regression; one that makes it smaller is recorded with it.
            """;

    private GateFile() {}

    /**
     * @return a value for every measure
     * @throws ConfigException with every mistake at its line
     */
    static Map<Measure, Double> read(Path file) {
        YamlDocument document = YamlDocument.read(file);
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        ConfigFaults faults = new ConfigFaults();
        document.root().ifPresent(root -> readAll(document, root, values, faults));
        for (Measure measure : Measure.values()) {
            if (!values.containsKey(measure)) {
                faults.collect(() -> {
                    throw new ConfigException(measure.key(), "has no good line; bin/bench gate --record writes all")
                            .at(file.toString());
                });
            }
        }
        faults.throwIfAny();
        return values;
    }

    private static void readAll(YamlDocument document, Node root, Map<Measure, Double> values, ConfigFaults faults) {
        if (!(root instanceof MappingNode mapping)) {
            throw new ConfigException("", "must be lines of a name and a number").at(document.origin(root));
        }
        for (NodeTuple entry : mapping.getValue()) {
            faults.collect(() -> {
                String name = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                String origin = document.origin(entry.getKeyNode());
                Measure measure = measure(name);
                if (measure == null) {
                    throw new ConfigException(name, "is nothing that the gate counts").at(origin);
                }
                double value = number(name, entry.getValueNode(), origin);
                if (values.putIfAbsent(measure, value) != null) {
                    throw new ConfigException(name, "stands twice").at(origin);
                }
            });
        }
    }

    private static @Nullable Measure measure(String name) {
        for (Measure measure : Measure.values()) {
            if (measure.key().equals(name)) {
                return measure;
            }
        }
        return null;
    }

    private static double number(String name, Node node, String origin) {
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw new ConfigException(name, "must be a number such as 12 or 1.01, not below 0").at(origin);
        }
        return Double.parseDouble(text);
    }

    static void write(Path file, Map<Measure, Double> values) throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        for (Measure measure : Measure.values()) {
            text.append("# ").append(measure.meaning()).append('\n');
            text.append(measure.key()).append(": ").append(number(values.getOrDefault(measure, 0.0)));
            text.append('\n');
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    /** At most three decimals. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
    }
}
