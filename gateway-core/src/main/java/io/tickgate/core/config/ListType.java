package io.tickgate.core.config;

import java.util.ArrayList;
import java.util.List;

/** Several values: a YAML list, or one text with commas. */
record ListType<T>(SettingType<T> item, int itemsMin, int itemsMax) implements SettingType<List<T>> {
    private static final int ITEMS_MAX = 1_000;

    /** Empty is allowed. */
    ListType(SettingType<T> item) {
        this(item, 0, ITEMS_MAX);
    }

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
        boolean isBounded = itemsMin > 0 || itemsMax < ITEMS_MAX;
        return "a list of " + (isBounded ? itemsMin + " to " + itemsMax + " " : "") + item.range();
    }

    @Override
    public boolean isSecret() {
        return item.isSecret();
    }

    @Override
    public void check(List<T> values) {
        if (values.size() > itemsMax) {
            throw new IllegalArgumentException("must be at most " + itemsMax + " entries, were " + values.size());
        }
        if (values.size() < itemsMin) {
            throw new IllegalArgumentException("must be at least " + itemsMin + " entries, were " + values.size());
        }
        values.forEach(item::check);
    }
}
