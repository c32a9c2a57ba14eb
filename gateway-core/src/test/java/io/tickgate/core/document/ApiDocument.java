package io.tickgate.core.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One of the shipped documents as a tree of maps, lists and values, in the order in which it was written. */
public final class ApiDocument {
    private static final Path PLACE = Path.of("src", "main", "resources", "io", "tickgate", "core", "document");

    private final Map<String, Object> tree;

    private ApiDocument(Map<String, Object> tree) {
        this.tree = tree;
    }

    /** @param name such as {@code openapi} */
    public static ApiDocument read(String name) {
        try {
            return parse(Files.readString(PLACE.resolve(name + ".yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ApiDocument parse(String yaml) {
        return new ApiDocument(map(new Load(LoadSettings.builder().build()).loadFromString(yaml)));
    }

    public Map<String, Object> tree() {
        return tree;
    }

    /** The object at that path of names; itself where the last one is a reference. */
    public Map<String, Object> at(String... names) {
        Map<String, Object> found = tree;
        for (String name : names) {
            Object next = found.get(name);
            if (next == null) {
                throw new AssertionError("there is no " + String.join(".", names));
            }
            found = resolve(map(next));
        }
        return found;
    }

    /** What a reference within the document stands for. */
    public Map<String, Object> resolve(Map<String, Object> object) {
        Object reference = object.get("$ref");
        if (reference == null) {
            return object;
        }
        Object found = tree;
        for (String part : reference.toString().substring(2).split("/", -1)) {
            found = map(found).get(part.replace("~1", "/").replace("~0", "~"));
            if (found == null) {
                throw new AssertionError("nothing stands at " + reference);
            }
        }
        return resolve(map(found));
    }

    /** The objects of a list that may be missing, references resolved. */
    public List<Map<String, Object>> list(Map<String, Object> object, String name) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Object element : (List<?>) object.getOrDefault(name, List.of())) {
            found.add(resolve(map(element)));
        }
        return found;
    }

    /** The object of that name, empty where there is none. */
    public Map<String, Object> child(Map<String, Object> object, String name) {
        return resolve(map(object.getOrDefault(name, Map.of())));
    }

    /** An object that is one. */
    public static Map<String, Object> map(Object object) {
        Map<String, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) object).forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }

    /** The value as JSON. */
    public static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            map.forEach((name, member) -> members.add(json(String.valueOf(name)) + ":" + json(member)));
            return "{" + String.join(",", members) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(ApiDocument::json).toList()) + "]";
        }
        if (value instanceof String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        }
        return String.valueOf(value);
    }
}
