package io.tickgate.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a configuration file: nested mappings whose leaves are the settings, every leaf with its line. */
final class YamlSource {
    private final YamlDocument document;
    private final ConfigValues values;
    private final ConfigKeys keys;
    private final ConfigFaults faults;

    private YamlSource(YamlDocument document, ConfigValues values, ConfigKeys keys, ConfigFaults faults) {
        this.document = document;
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
        YamlDocument document = YamlDocument.read(file);
        document.root().ifPresent(root -> new YamlSource(document, values, keys, faults).readSection("", root));
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
        Setting<?> views = keys.views(key);
        if (views != null && value instanceof MappingNode named) {
            values.put(key, readViews(views, named), origin);
            return;
        }
        if (keys.isSection(key) && !isFamilies) {
            // A section whose every key is commented out has no value at all.
            if (!YamlDocument.isNothing(value)) {
                readSection(key, value);
            }
            return;
        }
        keys.requireKnown(key, origin);
        if (value instanceof ScalarNode scalar) {
            if (YamlDocument.isNothing(value) && !keys.isList(key)) {
                throw new ConfigException(key, "has no value; delete the line to take the default").at(origin);
            }
            values.put(key, YamlDocument.isNothing(value) ? "" : scalar.getValue(), origin);
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
            if (!YamlDocument.isNothing(entry.getValueNode())) {
                readSection("channels." + name, entry.getValueNode());
            }
        }
        return String.join(",", names);
    }

    /** Views by name, each with its members. @return the names as a list's text */
    private String readViews(Setting<?> views, MappingNode named) {
        List<String> names = new ArrayList<>();
        for (NodeTuple entry : named.getValue()) {
            Node nameNode = entry.getKeyNode();
            String name = nameNode instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String key = views.key() + "." + name;
            if (names.contains(name)) {
                throw new ConfigException(key, "stands twice").at(origin(nameNode));
            }
            try {
                views.parse(name);
            } catch (ConfigException e) {
                throw e.at(origin(nameNode));
            }
            names.add(name);
            keys.addViews(views, List.of(name));
            readEntry(key, entry);
        }
        return String.join(",", names);
    }

    private String origin(Node node) {
        return document.origin(node);
    }
}
