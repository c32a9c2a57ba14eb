package io.tickgate.core.producer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object in the order in which they were named; null is a value.
 *
 * <p>Immutable, apart from what collections handed in as values do.
 */
record Members(Map<String, @Nullable Object> values) {
    static final Members NONE = new Members(Map.of());

    /** These and one more, which takes the place of one of the same name. */
    Members with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Members(Collections.unmodifiableMap(more));
    }
}
