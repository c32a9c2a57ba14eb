package io.tickgate.core.config;

/** A whole number. */
record IntegerType(int min, int max) implements SettingType<Integer> {
    @Override
    public Integer parse(String text) {
        int value;
        try {
            value = Integer.parseInt(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, " + range() + ", was \"" + text + '"');
        }
        check(value);
        return value;
    }

    @Override
    public String format(Integer value) {
        return value.toString();
    }

    @Override
    public String range() {
        return min + " to " + max;
    }

    @Override
    public void check(Integer value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("must be " + range() + ", was " + value);
        }
    }
}
