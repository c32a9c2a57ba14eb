package io.tickgate.core.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that a program shows instead of a token, known by its hash.
 *
 * @param sha256 of the key, in small hexadecimal digits
 * @param grants words such as {@code publish:market_data}, {@code subscribe} or {@code admin}
 */
public record ApiKeyConfig(String name, String sha256, List<String> grants) {
    public ApiKeyConfig {
        grants = List.copyOf(grants);
        sha256 = sha256.toLowerCase(Locale.ROOT);
    }

    /** As {@code gateway api-key} writes it, in one line, which it must not be repeated in. */
    @Override
    public String toString() {
        return "ApiKeyConfig[" + name + ']';
    }

    /** How such a key is written. */
    record Type() implements SettingType<ApiKeyConfig> {
        private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9_.-]{1,64}) +sha256:([0-9a-fA-F]{64})((?: +"
                + "(?:admin|(?:subscribe|publish|history)(?::(?:[^\\p{Cntrl}\\s,*]{1,200}\\*?|\\*))?))*) *");

        @Override
        public ApiKeyConfig parse(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("must be " + range() + "; what was said is not repeated here");
            }
            List<String> grants = List.of(matcher.group(3).strip().split(" +", -1));
            return new ApiKeyConfig(
                    matcher.group(1), matcher.group(2), grants.equals(List.of("")) ? List.of() : grants);
        }

        @Override
        public String format(ApiKeyConfig key) {
            return String.join(" ", key.name, "sha256:" + key.sha256, String.join(" ", key.grants));
        }

        @Override
        public String range() {
            return "lines of gateway api-key: a name, sha256: with 64 hexadecimal digits, and grants such as "
                    + "publish:market_data, subscribe, history:chart_updates:*, admin";
        }

        @Override
        public void check(ApiKeyConfig key) {
            parse(format(key));
        }
    }
}
