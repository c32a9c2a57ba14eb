package io.tickgate.core.config;

import java.util.ArrayList;
import java.util.List;

/** Several values: a YAML list, or one text with commas. Empty is allowed. */
record ListType<T>(SettingType<T> item) implements SettingType<List<T>> {
    private static final int ITEMS_MAX = 1_000;

    @Override
    public List<T> parse(String text) {
        List<T> values = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                values.add(item.parse(part.strip()));
            }
        }
        check(values);
        return List.copyOf(values);
    }

    @Override
    public String format(List<T> values) {
        return String.join(", ", values.stream().map(item::format).toList());
    }

    @Override
    public String range() {
        return "a list of " + item.range();
    }

    @Override
    public void check(List<T> values) {
        if (values.size() > ITEMS_MAX) {
            throw new IllegalArgumentException("must be at most " + ITEMS_MAX + " entries, were " + values.size());
        }
        values.forEach(item::check);
    }
}
