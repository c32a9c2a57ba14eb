package io.tickgate.core.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Joins what the operator says: flags over environment over file over defaults. */
public final class ConfigLoader {
    private static final String PREFIX = "GATEWAY_";
    private static final String FLAG = "--set";

    private ConfigLoader() {}

    /**
     * Reads and checks a configuration.
     *
     * @param file null for none
     * @param environment of the process; names that do not begin with {@code GATEWAY_} do not matter
     * @param flags value by key, as in {@code server.port}
     * @throws ConfigException with everything that is wrong: file, line, key, rule, and for an unknown key the nearest
     *     known one. Settings that contradict each other are looked at when each by itself is right, and one is told
     */
    public static GatewayConfig load(@Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        return load(file, environment, flags, Map.of());
    }

    /**
     * As {@link #load(Path, Map, Map)}.
     *
     * @param flagNames by key, of flags that are not {@code --set}, such as {@code --port}
     */
    public static GatewayConfig load(
            @Nullable Path file,
            Map<String, String> environment,
            Map<String, String> flags,
            Map<String, String> flagNames) {
        return read(file, environment, flags, flagNames).config();
    }

    /** As {@link #load(Path, Map, Map, Map)}, with what was said, so that a later reading can be compared with it. */
    public static LoadedConfig read(
            @Nullable Path file,
            Map<String, String> environment,
            Map<String, String> flags,
            Map<String, String> flagNames) {
        ConfigFaults faults = new ConfigFaults();
        ConfigValues values = new ConfigValues();
        ConfigKeys keys = new ConfigKeys();
        if (file != null) {
            faults.collect(() -> YamlSource.read(file, values, keys, faults));
        }
        keys.addFamilies(names(environment.get(ChannelsConfig.MORE.environmentName())));
        keys.addFamilies(names(flags.get(ChannelsConfig.MORE.key())));
        for (Setting<?> setting : List.copyOf(keys.settings())) {
            Setting<?> views = keys.views(setting.key());
            if (views != null) {
                keys.addViews(views, names(environment.get(views.environmentName())));
                keys.addViews(views, names(flags.get(views.key())));
            }
        }
        putEnvironment(environment, values, keys, faults);
        flags.forEach((key, text) -> {
            String flag = flagNames.getOrDefault(key, FLAG);
            faults.collect(() -> {
                keys.requireKnown(key, flag);
                values.put(key, text, flag);
            });
        });
        keys.settings().forEach(setting -> faults.collect(() -> values.check(setting)));
        faults.throwIfAny();
        return LoadedConfig.of(values, keys.settings());
    }

    /** Names that are none are refused where the value itself is read. */
    private static List<String> names(@Nullable String list) {
        return list == null
                ? List.of()
                : Stream.of(list.split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    private static void putEnvironment(
            Map<String, String> environment, ConfigValues values, ConfigKeys keys, ConfigFaults faults) {
        Map<String, String> keyByName = new HashMap<>();
        keys.settings().forEach(setting -> keyByName.put(setting.environmentName(), setting.key()));
        environment.forEach((name, text) -> {
            String key = keyByName.get(name);
            if (key != null) {
                values.put(key, text, "environment " + name);
            } else if (name.startsWith(PREFIX)) {
                faults.collect(() -> refuseMisspelt(name, keyByName.keySet()));
            }
        });
    }

    /**
     * An unknown name is a mistake where it begins with the name of a section. Others belong to somebody else: the
     * launcher reads some, and an orchestrator adds its own for any service that is called gateway.
     */
    private static void refuseMisspelt(String name, Set<String> knownNames) {
        boolean inSection = knownNames.stream()
                .map(known -> known.substring(0, known.indexOf('_', PREFIX.length()) + 1))
                .anyMatch(section -> section.length() > PREFIX.length() && name.startsWith(section));
        if (inSection) {
            throw new ConfigException(
                    "environment " + name, "unknown; the nearest known name is " + Nearest.of(name, knownNames));
        }
    }
}
