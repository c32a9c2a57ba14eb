package io.tickgate.core.config;

/**
 * One key that has another value than before.
 *
 * @param before as a person would write it; {@link #SECRET} for what nobody may read
 * @param isReloadable whether a running gateway takes it over
 */
public record ConfigChange(String key, String before, String after, boolean isReloadable) {
    /** Instead of a value that stays secret. */
    public static final String SECRET = "(secret)";

    /** Instead of a value of a family or view that does not exist. */
    public static final String NOT_THERE = "(not there)";

    @Override
    public String toString() {
        return key + ": " + shown(before) + " -> " + shown(after);
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }
}
