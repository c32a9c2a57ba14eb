package io.tickgate.core.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which channel families exist.
 *
 * @param families all of them, the five that every gateway has first
 */
public record ChannelsConfig(List<FamilyConfig> families) {
    static final List<String> ALWAYS =
            List.of("market_data", "backtest_progress", "chart_updates", "notifications", "system_status");

    static final Setting<List<String>> MORE = Setting.list(
            "channels",
            new TextType(
                    Pattern.compile("(?!user$)[A-Za-z0-9_.-]{1,64}"),
                    "names of letters, digits and _ . -, but for user"),
            "",
            "Channel families beside " + String.join(", ", ALWAYS) + "; a name that is none of them is refused.");

    static final List<Setting<?>> ALL = all();

    public static final ChannelsConfig DEFAULT = of(ConfigValues.NONE);

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>();
        all.add(MORE);
        ALWAYS.forEach(name -> all.addAll(FamilyConfig.Settings.of(name).all()));
        return List.copyOf(all);
    }

    public ChannelsConfig {
        families = List.copyOf(families);
        MORE.check(families.stream().map(FamilyConfig::name).toList());
    }

    /** The names of {@link #families}. */
    public List<String> familyNames() {
        return families.stream().map(FamilyConfig::name).toList();
    }

    static ChannelsConfig of(ConfigValues values) {
        Set<String> names = new LinkedHashSet<>(ALWAYS);
        names.addAll(values.get(MORE));
        return new ChannelsConfig(
                names.stream().map(name -> FamilyConfig.of(name, values)).toList());
    }
}
