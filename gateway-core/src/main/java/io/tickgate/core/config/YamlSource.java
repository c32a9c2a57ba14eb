package io.tickgate.core.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a configuration file: nested mappings whose leaves are the settings, every leaf with its line. */
final class YamlSource {
    private static final int FILE_BYTES_MAX = 1 << 20;

    private final Path file;
    private final ConfigValues values;
    private final ConfigKeys keys;
    private final ConfigFaults faults;

    private YamlSource(Path file, ConfigValues values, ConfigKeys keys, ConfigFaults faults) {
        this.file = file;
        this.values = values;
        this.keys = keys;
        this.faults = faults;
    }

    /**
     * @param keys are added the families that the file names
     * @param faults are added what is wrong with single entries
     * @throws ConfigException when the file cannot be read at all
     */
    static void read(Path file, ConfigValues values, ConfigKeys keys, ConfigFaults faults) {
        Optional<Node> document;
        try {
            document = new Compose(LoadSettings.builder()
                            .setLabel(file.toString())
                            // YAML 1.2's own, in which ~ is nothing, too.
                            .setSchema(new CoreSchema())
                            .build())
                    .composeString(textOf(file));
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new ConfigException("", "not YAML: " + e.getProblem()).at(file + line);
        } catch (YamlEngineException e) {
            throw new ConfigException("", "not YAML: " + e.getMessage()).at(file.toString());
        }
        document.filter(root -> !isNothing(root))
                .ifPresent(root -> new YamlSource(file, values, keys, faults).readSection("", root));
    }

    private static String textOf(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new ConfigException("", "larger than " + SizeType.text(FILE_BYTES_MAX)).at(file.toString());
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("", "there is no such file").at(file.toString());
        } catch (CharacterCodingException e) {
            throw new ConfigException("", "not UTF-8").at(file.toString());
        } catch (IOException e) {
            throw new ConfigException("", "cannot be read: " + e.getMessage()).at(file.toString());
        }
    }

    private void readSection(String path, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            throw new ConfigException(path, "must be a section of keys and values").at(origin(node));
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            String name = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String key = path.isEmpty() ? name : path + "." + name;
            faults.collect(() -> {
                if (!seen.add(name)) {
                    throw new ConfigException(key, "stands twice").at(origin(entry.getKeyNode()));
                }
                readEntry(key, entry);
            });
        }
    }

    private void readEntry(String key, NodeTuple entry) {
        Node value = entry.getValueNode();
        String origin = origin(entry.getKeyNode());
        boolean isFamilies = key.equals(ChannelsConfig.MORE.key());
        if (isFamilies && value instanceof MappingNode families) {
            values.put(key, readFamilies(families), origin);
            return;
        }
        if (keys.isSection(key) && !isFamilies) {
            // A section whose every key is commented out has no value at all.
            if (!isNothing(value)) {
                readSection(key, value);
            }
            return;
        }
        keys.requireKnown(key, origin);
        if (value instanceof ScalarNode scalar) {
            if (isNothing(value) && !keys.isList(key)) {
                throw new ConfigException(key, "has no value; delete the line to take the default").at(origin);
            }
            values.put(key, isNothing(value) ? "" : scalar.getValue(), origin);
        } else if (keys.isList(key)) {
            values.put(key, listOf(key, value), origin);
        } else {
            throw new ConfigException(key, "takes one value, not a list or a section").at(origin);
        }
    }

    private String listOf(String key, Node value) {
        if (!(value instanceof SequenceNode sequence)) {
            throw new ConfigException(key, "takes a list of single values").at(origin(value));
        }
        List<String> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (!(item instanceof ScalarNode scalar)) {
                throw new ConfigException(key, "takes a list of single values").at(origin(item));
            }
            items.add(scalar.getValue());
        }
        return String.join(",", items);
    }

    /** Families by name, each with its own settings or with none. @return the names as a list's text */
    private String readFamilies(MappingNode families) {
        List<String> names = new ArrayList<>();
        for (NodeTuple entry : families.getValue()) {
            Node nameNode = entry.getKeyNode();
            String name = nameNode instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (names.contains(name)) {
                throw new ConfigException("channels." + name, "stands twice").at(origin(nameNode));
            }
            try {
                ChannelsConfig.MORE.parse(name);
            } catch (ConfigException e) {
                throw e.at(origin(nameNode));
            }
            names.add(name);
            keys.addFamilies(List.of(name));
            if (!isNothing(entry.getValueNode())) {
                readSection("channels." + name, entry.getValueNode());
            }
        }
        return String.join(",", names);
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private String origin(Node node) {
        return file
                + node.getStartMark()
                        .map(Mark::getLine)
                        .map(line -> ":" + (line + 1))
                        .orElse("");
    }
}
