package io.tickgate.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A configuration with what was said for it, so that two can be compared key by key. Immutable. */
public final class LoadedConfig {
    private final GatewayConfig config;
    private final ConfigValues values;
    private final Map<String, Setting<?>> settings = new LinkedHashMap<>();

    private LoadedConfig(GatewayConfig config, ConfigValues values, Iterable<Setting<?>> settings) {
        this.config = config;
        this.values = values;
        settings.forEach(setting -> this.settings.put(setting.key(), setting));
    }

    /**
     * @param values is not changed afterwards
     * @param settings all that there are, those of the operator's own families included
     * @throws ConfigException when settings contradict each other, with the place where one of them was said
     */
    static LoadedConfig of(ConfigValues values, Iterable<Setting<?>> settings) {
        try {
            GatewayConfig config = GatewayConfig.of(values);
            // Budgets that do not fit are refused here, where it is known who asked for them.
            MemoryPlan.of(config);
            return new LoadedConfig(config, values, settings);
        } catch (ConfigException e) {
            throw e.at(e.keys().stream()
                    .map(values::origin)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null));
        }
    }

    public GatewayConfig config() {
        return config;
    }

    /** What is another value in {@code next}, in the order of the shipped file; families that came or went at the end. */
    public List<ConfigChange> changesTo(LoadedConfig next) {
        Map<String, Setting<?>> all = new LinkedHashMap<>(settings);
        next.settings.forEach(all::putIfAbsent);
        List<ConfigChange> changes = new ArrayList<>();
        for (Setting<?> setting : all.values()) {
            String before = text(setting);
            String after = next.text(setting);
            if (!Objects.equals(before, after)) {
                changes.add(new ConfigChange(
                        setting.key(), told(setting, before), told(setting, after), setting.isReloadable()));
            }
        }
        return changes;
    }

    private <T> @Nullable String text(Setting<T> setting) {
        return settings.containsKey(setting.key()) ? setting.format(values.get(setting)) : null;
    }

    private static String told(Setting<?> setting, @Nullable String text) {
        return text == null ? ConfigChange.NOT_THERE : setting.isSecret() ? ConfigChange.SECRET : text;
    }

    /**
     * This configuration with what {@code next} says of the reloadable settings.
     *
     * @throws ConfigException when that contradicts what counts from the next start only
     */
    public LoadedConfig reloadedWith(LoadedConfig next) {
        ConfigValues merged = values.copy();
        next.settings.values().stream()
                .filter(Setting::isReloadable)
                .forEach(setting -> merged.takeOver(setting, next.values));
        return of(merged, settings.values());
    }
}
