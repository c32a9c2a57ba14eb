package io.tickgate.core.config;

import java.util.regex.Pattern;

/**
 * A text of a certain shape; {@code range} says which.
 *
 * @param isSecret whether no message repeats it
 */
record TextType(Pattern pattern, String range, boolean isSecret) implements SettingType<String> {
    TextType(Pattern pattern, String range) {
        this(pattern, range, false);
    }

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
            String what = isSecret ? "; what was said is not repeated here" : ", was \"" + value + '"';
            throw new IllegalArgumentException("must be " + range + what);
        }
    }
}
