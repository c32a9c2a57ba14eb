package io.tickgate.bench.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSON text that was read as a whole. Every reader throws {@link JsonFault} with the field's path when the
 * field is missing or of another type.
 */
public final class JsonObject {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String path;
    private final Map<String, @Nullable Object> fields;

    private JsonObject(String path, Map<String, @Nullable Object> fields) {
        this.path = path;
        this.fields = fields;
    }

    /**
     * @throws JsonFault when the file does not hold one JSON object; begins with the file's name
     * @throws IOException when it cannot be read
     */
    public static JsonObject read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (JsonFault e) {
            throw new JsonFault(file + ": " + e.getMessage());
        }
    }

    /** @throws JsonFault when {@code text} is not one JSON object */
    public static JsonObject parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonFault("must be one JSON object");
            }
            JsonObject object = new JsonObject("", objectOf(parser, ""));
            if (parser.nextToken() != null) {
                throw new JsonFault("must be one JSON object and nothing behind it");
            }
            return object;
        } catch (IOException e) {
            throw new JsonFault("is no JSON: " + e.getMessage());
        }
    }

    private static Map<String, @Nullable Object> objectOf(JsonParser parser, String path) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, valueOf(parser, path + name));
        }
        return fields;
    }

    private static @Nullable Object valueOf(JsonParser parser, String path) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> new JsonObject(path + ".", objectOf(parser, path + "."));
            case START_ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(valueOf(parser, path + "[" + values.size() + "]"));
                }
                yield values;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_NULL -> null;
            default -> throw new JsonFault(path + " has a value that JSON does not know");
        };
    }

    /** The fields' names, in the order of the text. */
    public Set<String> names() {
        return fields.keySet();
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    public String string(String name) {
        return require(name, String.class, "a string");
    }

    public boolean bool(String name) {
        return require(name, Boolean.class, "true or false");
    }

    public double number(String name) {
        return require(name, Number.class, "a number").doubleValue();
    }

    public long whole(String name) {
        return require(name, Long.class, "a whole number");
    }

    public JsonObject object(String name) {
        return require(name, JsonObject.class, "an object");
    }

    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object value : require(name, List.class, "a list")) {
            if (!(value instanceof JsonObject object)) {
                throw new JsonFault(path + name + " must be a list of objects");
            }
            objects.add(object);
        }
        return objects;
    }

    private <T> T require(String name, Class<T> type, String rule) {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new JsonFault(path + name + (fields.containsKey(name) ? " must be " + rule : " is missing"));
        }
        return type.cast(value);
    }
}
