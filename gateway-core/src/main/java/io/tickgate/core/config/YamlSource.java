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

    private YamlSource(Path file, ConfigValues values) {
        this.file = file;
        this.values = values;
    }

    static void read(Path file, ConfigValues values) {
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
        document.filter(root -> !isNothing(root)).ifPresent(root -> new YamlSource(file, values).readSection("", root));
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
            if (!seen.add(name)) {
                throw new ConfigException(key, "stands twice").at(origin(entry.getKeyNode()));
            }
            readEntry(key, entry);
        }
    }

    private void readEntry(String key, NodeTuple entry) {
        Node value = entry.getValueNode();
        String origin = origin(entry.getKeyNode());
        if (ConfigKeys.isSection(key)) {
            // A section whose every key is commented out has no value at all.
            if (!isNothing(value)) {
                readSection(key, value);
            }
            return;
        }
        ConfigKeys.requireKnown(key, origin);
        if (value instanceof ScalarNode scalar) {
            if (isNothing(value) && !ConfigKeys.isList(key)) {
                throw new ConfigException(key, "has no value; delete the line to take the default").at(origin);
            }
            values.put(key, isNothing(value) ? "" : scalar.getValue(), origin);
        } else if (ConfigKeys.isList(key)) {
            values.put(key, listOf(key, value), origin);
        } else {
            throw new ConfigException(key, "takes one value, not a list or a section").at(origin);
        }
    }

    /** A list, or a mapping whose values are empty: names that may one day have settings of their own. */
    private String listOf(String key, Node value) {
        List<String> items = new ArrayList<>();
        if (value instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (!(item instanceof ScalarNode scalar)) {
                    throw new ConfigException(key, "takes a list of single values").at(origin(item));
                }
                items.add(scalar.getValue());
            }
        } else if (value instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                boolean empty = isNothing(entry.getValueNode())
                        || (entry.getValueNode() instanceof MappingNode inner
                                && inner.getValue().isEmpty());
                if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                    throw new ConfigException(key, "takes a list of single values").at(origin(entry.getKeyNode()));
                }
                if (!empty) {
                    throw new ConfigException(
                                    key, '"' + name.getValue() + "\" must be a name without settings of its own")
                            .at(origin(name));
                }
                items.add(name.getValue());
            }
        }
        return String.join(",", items);
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
