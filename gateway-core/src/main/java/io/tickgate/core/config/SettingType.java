package io.tickgate.core.config;

/** How a setting is written, and which values it takes. */
interface SettingType<T> {
    /** @throws IllegalArgumentException whose message ends the sentence "the value …" */
    T parse(String text);

    /** The value as {@link #parse} reads it. */
    String format(T value);

    /** The range and the unit, for people: {@code 1 to 65535}. */
    String range();

    /** @throws IllegalArgumentException when a value that was not parsed is out of range */
    void check(T value);

    /** Whether no message may repeat a value. */
    default boolean isSecret() {
        return false;
    }
}
