package io.tickgate.protocol.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one direction, by name. Filled once while its owner's class is initialised. */
final class FieldTable {
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, Field> byName = new HashMap<>();

    Field add(String name, Shape shape) {
        return add(name, shape, 0, Integer.MAX_VALUE);
    }

    Field add(String name, Shape shape, long least, long most) {
        Field field = new Field(fields.size(), name, shape, least, most);
        fields.add(field);
        byName.put(name, field);
        return field;
    }

    int size() {
        return fields.size();
    }

    @Nullable
    Field of(String name) {
        return byName.get(name);
    }
}
