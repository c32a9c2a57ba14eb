package io.tickgate.core.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One of a few words. */
record ChoiceType<T>(Map<String, T> choices) implements SettingType<T> {
    static final ChoiceType<Boolean> BOOLEAN = ofBoolean();

    static <E extends Enum<E>> ChoiceType<E> of(Class<E> type) {
        Map<String, E> choices = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            choices.put(constant.toString().toLowerCase(Locale.ROOT), constant);
        }
        return new ChoiceType<>(choices);
    }

    private static ChoiceType<Boolean> ofBoolean() {
        Map<String, Boolean> choices = new LinkedHashMap<>();
        choices.put("true", true);
        choices.put("false", false);
        return new ChoiceType<>(choices);
    }

    @Override
    public T parse(String text) {
        T value = choices.get(text.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw new IllegalArgumentException("must be " + range() + ", was \"" + text + '"');
        }
        return value;
    }

    @Override
    public String format(T value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public String range() {
        String all = String.join(", ", choices.keySet());
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }

    @Override
    public void check(T value) {}
}
