package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One key of the configuration: its name, what it takes, its default, and what it is for. The loader, the shipped file,
 * the environment's names and the checks of the records all come from here.
 */
public final class Setting<T> {
    private final String key;
    private final SettingType<T> type;
    private final String defaultText;
    private final T defaultValue;
    private final String doc;
    private final boolean isReloadable;

    private Setting(String key, SettingType<T> type, String defaultText, String doc) {
        this(key, type, defaultText, type.parse(defaultText), doc, false);
    }

    private Setting(
            String key, SettingType<T> type, String defaultText, T defaultValue, String doc, boolean isReloadable) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.defaultValue = defaultValue;
        this.doc = doc;
        this.isReloadable = isReloadable;
    }

    /** The same setting, of which a running gateway takes a new value ({@link LiveConfig}). */
    Setting<T> reloadable() {
        return new Setting<>(key, type, defaultText, defaultValue, doc, true);
    }

    public static Setting<Integer> integer(String key, int min, int max, int defaultValue, String doc) {
        return new Setting<>(key, new IntegerType(min, max), Integer.toString(defaultValue), doc);
    }

    public static Setting<Long> size(String key, String min, String max, String defaultText, String doc) {
        SizeType unbounded = new SizeType(0, Long.MAX_VALUE, false);
        return new Setting<>(
                key,
                new SizeType(unbounded.parse(min), unbounded.parse(max), defaultText.equals("auto")),
                defaultText,
                doc);
    }

    public static Setting<Duration> duration(String key, String min, String max, String defaultText, String doc) {
        DurationType unbounded = new DurationType(Duration.ZERO, Duration.ofDays(10_000));
        return new Setting<>(key, new DurationType(unbounded.parse(min), unbounded.parse(max)), defaultText, doc);
    }

    public static <E extends Enum<E>> Setting<E> choice(String key, Class<E> choices, E defaultValue, String doc) {
        ChoiceType<E> type = ChoiceType.of(choices);
        return new Setting<>(key, type, type.format(defaultValue), doc);
    }

    public static Setting<Boolean> flag(String key, boolean defaultValue, String doc) {
        return new Setting<>(key, ChoiceType.BOOLEAN, Boolean.toString(defaultValue), doc);
    }

    /** @param range says in words what {@code regex} takes */
    public static Setting<String> text(String key, String regex, String range, String defaultText, String doc) {
        return new Setting<>(key, new TextType(Pattern.compile(regex), range), defaultText, doc);
    }

    /** As {@link #text}, for what nobody may read in an error. */
    static Setting<String> secret(String key, String regex, String range, String defaultText, String doc) {
        return new Setting<>(key, new TextType(Pattern.compile(regex), range, true), defaultText, doc);
    }

    static <T> Setting<List<T>> list(String key, SettingType<T> item, String defaultText, String doc) {
        return new Setting<>(key, new ListType<>(item), defaultText, doc);
    }

    static <T> Setting<List<T>> list(
            String key, SettingType<T> item, int itemsMin, int itemsMax, String defaultText, String doc) {
        return new Setting<>(key, new ListType<>(item, itemsMin, itemsMax), defaultText, doc);
    }

    public String key() {
        return key;
    }

    /** Such as {@code GATEWAY_LIMITS_MAX_CONNECTIONS}. */
    String environmentName() {
        return "GATEWAY_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    public T defaultValue() {
        return defaultValue;
    }

    /** As a person would write it. */
    public String defaultText() {
        return defaultText;
    }

    /** {@code value} as a person would write it. */
    String format(T value) {
        return type.format(value);
    }

    String range() {
        return type.range();
    }

    public String doc() {
        return doc;
    }

    boolean isList() {
        return type instanceof ListType;
    }

    /** Whether a running gateway takes a new value; all others count from the next start. */
    boolean isReloadable() {
        return isReloadable;
    }

    /** Whether nothing may repeat the value. */
    boolean isSecret() {
        return type instanceof TextType text && text.isSecret();
    }

    /** @throws ConfigException when {@code text} is no value of this setting */
    public T parse(String text) {
        try {
            return type.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, String.valueOf(e.getMessage()));
        }
    }

    /** @throws ConfigException when {@code value} is out of range */
    void check(T value) {
        try {
            type.check(value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, String.valueOf(e.getMessage()));
        }
    }
}
