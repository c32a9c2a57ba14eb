package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.ConfigFaults;
import io.tickgate.core.config.YamlDocument;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a scenario's file: sections of keys, and lists of sections such as {@code phases}, every value with its line. */
final class ScenarioFile {
    private final YamlDocument document;
    private final ScenarioValues values;
    private final ConfigFaults faults;

    private ScenarioFile(YamlDocument document, ScenarioValues values, ConfigFaults faults) {
        this.document = document;
        this.values = values;
        this.faults = faults;
    }

    /** @throws ConfigException when the file cannot be read at all */
    static void read(Path file, ScenarioValues values, ConfigFaults faults) {
        YamlDocument document = YamlDocument.read(file);
        document.root().ifPresent(root -> {
            if (root instanceof MappingNode mapping) {
                new ScenarioFile(document, values, faults).readSection("", mapping);
            } else {
                throw new ConfigException("", "must be sections of keys and values").at(document.origin(root));
            }
        });
    }

    private void readSection(String path, MappingNode section) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : section.getValue()) {
            String name = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String key = path.isEmpty() ? name : path + "." + name;
            faults.collect(() -> {
                if (!seen.add(name)) {
                    throw new ConfigException(key, "stands twice").at(document.origin(entry.getKeyNode()));
                }
                readValue(key, entry.getValueNode(), document.origin(entry.getKeyNode()));
            });
        }
    }

    private void readValue(String key, Node value, String origin) {
        if (value instanceof MappingNode mapping) {
            readSection(key, mapping);
        } else if (value instanceof SequenceNode items) {
            int index = 0;
            for (Node item : items.getValue()) {
                readValue(key + "[" + index++ + "]", item, document.origin(item));
            }
        } else if (ScenarioKeys.isSection(key)) {
            // A section whose every key is commented out has no value at all.
            if (!YamlDocument.isNothing(value)) {
                throw new ConfigException(key, "must be a section of keys and values").at(origin);
            }
        } else if (YamlDocument.isNothing(value)) {
            throw new ConfigException(key, "has no value; delete the line to take the default").at(origin);
        } else {
            values.put(key, ((ScalarNode) value).getValue(), origin);
        }
    }
}
