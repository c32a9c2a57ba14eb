package io.tickgate.core.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds values to the schemas of a document, with as much of JSON Schema as the documents use: any other keyword is an error,
 * so that none is passed over. Stricter than JSON Schema in one thing: a member that the schema does not know is a fault, unless
 * {@code additionalProperties} says otherwise. Remembers which properties it has met.
 */
public final class SchemaCheck {
    private static final Set<String> WORDS = Set.of(
            "type",
            "const",
            "enum",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "prefixItems",
            "oneOf",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "minItems",
            "maxItems",
            "maxProperties",
            "description",
            "default",
            "x-status");

    private final ApiDocument document;
    private final Set<String> met = new LinkedHashSet<>();
    private int requiredDepth = Integer.MAX_VALUE;

    public SchemaCheck(ApiDocument document) {
        this.document = document;
    }

    /** Members that are missing count only so deep: 1 is the object itself. */
    public SchemaCheck requiringTo(int depth) {
        requiredDepth = depth;
        return this;
    }

    /** What is wrong with the value, each with its place; nothing where it is as the schema says. */
    public List<String> faults(Map<String, Object> schema, Object value) {
        List<String> faults = new ArrayList<>();
        check(schema, value, "$", 1, faults);
        return faults;
    }

    /** Properties of the schema, at any depth, that no value had so far. */
    public Set<String> unmet(Map<String, Object> schema) {
        Set<String> all = new LinkedHashSet<>();
        collect(document.resolve(schema), all, new HashSet<>());
        all.removeAll(met);
        return all;
    }

    private void collect(Map<String, Object> schema, Set<String> all, Set<Integer> seen) {
        if (!seen.add(System.identityHashCode(schema.get("properties"))) && schema.containsKey("properties")) {
            return;
        }
        document.child(schema, "properties").forEach((property, child) -> {
            all.add(key(schema, property));
            collect(document.resolve(ApiDocument.map(child)), all, seen);
        });
        if (schema.get("items") instanceof Map<?, ?> items) {
            collect(document.resolve(ApiDocument.map(items)), all, seen);
        }
        if (schema.get("additionalProperties") instanceof Map<?, ?> others) {
            collect(document.resolve(ApiDocument.map(others)), all, seen);
        }
    }

    /** A schema is known by its properties, which are one object however often it is referred to. */
    private static String key(Map<String, Object> schema, String property) {
        return property + " of " + ((Map<?, ?>) schema.get("properties")).keySet();
    }

    private void check(Map<String, Object> reference, Object value, String place, int depth, List<String> faults) {
        Map<String, Object> schema = document.resolve(reference);
        if (!WORDS.containsAll(schema.keySet())) {
            throw new AssertionError("a schema with words that are not checked: " + schema.keySet());
        }
        if (schema.containsKey("type") && !isOfType(schema.get("type"), value)) {
            faults.add(place + " is no " + schema.get("type") + ": " + value);
            return;
        }
        if (schema.containsKey("const") && !Objects.equals(schema.get("const"), value)) {
            faults.add(place + " is not " + schema.get("const") + ": " + value);
        }
        if (schema.get("enum") instanceof List<?> words && !words.contains(value)) {
            faults.add(place + " is none of " + words + ": " + value);
        }
        if (schema.get("oneOf") instanceof List<?> ways) {
            long fits = ways.stream()
                    .filter(way -> fits(ApiDocument.map(way), value))
                    .count();
            if (fits != 1) {
                faults.add(place + " is " + fits + " of " + ways);
            }
        }
        if (value instanceof String text) {
            checkText(schema, text, place, faults);
        } else if (value instanceof Number number) {
            checkNumber(schema, number, place, faults);
        } else if (value instanceof List<?> list) {
            checkList(schema, list, place, depth, faults);
        } else if (value instanceof Map<?, ?> map) {
            checkObject(schema, ApiDocument.map(map), place, depth, faults);
        }
    }

    private boolean fits(Map<String, Object> way, Object value) {
        List<String> faults = new ArrayList<>();
        check(way, value, "", requiredDepth, faults);
        return faults.isEmpty();
    }

    private static boolean isOfType(Object type, Object value) {
        if (type instanceof List<?> types) {
            return types.stream().anyMatch(one -> isOfType(one, value));
        }
        return switch (String.valueOf(type)) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "number" -> value instanceof Number;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "null" -> value == null;
            default -> throw new AssertionError("no type: " + type);
        };
    }

    private static boolean isBelow(Map<String, Object> schema, String word, Number value) {
        return schema.get(word) instanceof Number least && exact(value).compareTo(exact(least)) < 0;
    }

    private static boolean isAbove(Map<String, Object> schema, String word, Number value) {
        return schema.get(word) instanceof Number most && exact(value).compareTo(exact(most)) > 0;
    }

    private static BigDecimal exact(Number number) {
        return new BigDecimal(number.toString());
    }

    private static void checkText(Map<String, Object> schema, String text, String place, List<String> faults) {
        if (isBelow(schema, "minLength", text.length()) || isAbove(schema, "maxLength", text.length())) {
            faults.add(place + " has " + text.length() + " characters");
        }
        if (schema.get("pattern") instanceof String pattern
                && !Pattern.compile(pattern).matcher(text).find()) {
            faults.add(place + " is not like " + pattern + ": " + text);
        }
    }

    private static void checkNumber(Map<String, Object> schema, Number number, String place, List<String> faults) {
        boolean isLeast = schema.get("exclusiveMinimum") instanceof Number least
                && exact(number).compareTo(exact(least)) <= 0;
        if (isLeast || isBelow(schema, "minimum", number) || isAbove(schema, "maximum", number)) {
            faults.add(place + " is out of its range: " + number);
        }
    }

    private void checkList(Map<String, Object> schema, List<?> list, String place, int depth, List<String> faults) {
        if (isBelow(schema, "minItems", list.size()) || isAbove(schema, "maxItems", list.size())) {
            faults.add(place + " has " + list.size() + " elements");
        }
        List<?> first = (List<?>) schema.getOrDefault("prefixItems", List.of());
        for (int i = 0; i < list.size(); i++) {
            Object rule = i < first.size() ? first.get(i) : schema.get("items");
            if (rule != null) {
                check(ApiDocument.map(rule), list.get(i), place + "[" + i + "]", depth + 1, faults);
            }
        }
    }

    private void checkObject(
            Map<String, Object> schema, Map<String, Object> object, String place, int depth, List<String> faults) {
        if (depth <= requiredDepth) {
            for (Object name : (List<?>) schema.getOrDefault("required", List.of())) {
                if (!object.containsKey(name)) {
                    faults.add(place + " has no " + name);
                }
            }
        }
        if (isAbove(schema, "maxProperties", object.size())) {
            faults.add(place + " has " + object.size() + " members");
        }
        Map<String, Object> properties = document.child(schema, "properties");
        Object others = schema.get("additionalProperties");
        object.forEach((name, member) -> {
            Object rule = properties.get(name);
            if (rule != null) {
                met.add(key(schema, name));
                check(ApiDocument.map(rule), member, place + "." + name, depth + 1, faults);
            } else if (others instanceof Map<?, ?> each) {
                check(ApiDocument.map(each), member, place + "." + name, depth + 1, faults);
            } else if (!Boolean.TRUE.equals(others) && schema.containsKey("properties")) {
                faults.add(place + " has " + name + ", which nobody knows");
            }
        });
    }
}
