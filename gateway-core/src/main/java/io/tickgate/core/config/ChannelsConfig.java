package io.tickgate.core.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which channel families exist beside the five that every gateway has.
 *
 * @param familyNames all of them, the five first
 */
public record ChannelsConfig(List<String> familyNames) {
    private static final List<String> ALWAYS =
            List.of("market_data", "backtest_progress", "chart_updates", "notifications", "system_status");

    static final Setting<List<String>> MORE = Setting.list(
            "channels",
            new TextType(Pattern.compile("[A-Za-z0-9_.-]{1,64}"), "names of letters, digits and _ . -"),
            "",
            "Channel families beside " + String.join(", ", ALWAYS) + "; a name that is none of them is refused.");

    static final List<Setting<?>> ALL = List.of(MORE);

    public static final ChannelsConfig DEFAULT = of(ConfigValues.NONE);

    public ChannelsConfig {
        MORE.check(familyNames);
        Set<String> all = new LinkedHashSet<>(ALWAYS);
        all.addAll(familyNames);
        familyNames = List.copyOf(all);
    }

    static ChannelsConfig of(ConfigValues values) {
        return new ChannelsConfig(values.get(MORE));
    }
}
