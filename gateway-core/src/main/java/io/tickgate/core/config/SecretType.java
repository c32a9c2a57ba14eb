package io.tickgate.core.config;

import java.util.regex.Pattern;

/** A text of a certain shape that no message repeats. */
record SecretType(Pattern pattern, String range) implements SettingType<String> {
    @Override
    public String parse(String text) {
        check(text);
        return text;
    }

    @Override
    public String format(String value) {
        return value;
    }

    @Override
    public void check(String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("must be " + range + "; what was said is not repeated here");
        }
    }
}
