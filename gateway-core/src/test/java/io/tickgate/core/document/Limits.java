package io.tickgate.core.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Values at the limits of a schema, and values right behind them.
 *
 * @param within are as the schema says
 * @param beyond are not, by one
 */
record Limits(List<Object> within, List<Object> beyond) {
    /** @param field tells what the elements of a list look like */
    static Limits of(Map<String, Object> schema, String field) {
        Limits limits = new Limits(new ArrayList<>(), new ArrayList<>());
        if (schema.get("enum") instanceof List<?> words) {
            limits.within.addAll(words);
            limits.beyond.add("nonsense");
        }
        limits.bound(schema, "minLength", 0, -1, size -> "x".repeat((int) size));
        limits.bound(schema, "maxLength", 0, 1, size -> "x".repeat((int) size));
        limits.bound(schema, "minItems", 0, -1, size -> list((int) size, field));
        limits.bound(schema, "maxItems", 0, 1, size -> list((int) size, field));
        limits.bound(schema, "minimum", Long.MIN_VALUE, -1, size -> size);
        limits.bound(schema, "maximum", Long.MIN_VALUE, 1, size -> size);
        if (schema.get("exclusiveMinimum") instanceof Number below) {
            limits.beyond.add(below);
        }
        return limits;
    }

    private interface Maker {
        Object make(long size);
    }

    private void bound(Map<String, Object> schema, String word, long least, int step, Maker maker) {
        // A filter is a list with a grammar of its own.
        if (schema.get(word) instanceof Number number && !schema.containsKey("prefixItems")) {
            within.add(maker.make(number.longValue()));
            if (number.longValue() + step >= least) {
                beyond.add(maker.make(number.longValue() + step));
            }
        }
    }

    private static List<?> list(int size, String field) {
        return IntStream.range(0, size)
                .mapToObj(i -> "market_data:" + i)
                .map(name -> field.equals("subscriptions") ? Map.of("channel", name) : name)
                .toList();
    }
}
