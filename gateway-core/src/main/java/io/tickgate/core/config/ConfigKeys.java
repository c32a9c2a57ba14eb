package io.tickgate.core.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which keys and sections there are: those that every gateway has, and those of the families that the operator adds. */
final class ConfigKeys {
    private final List<Setting<?>> settings = new ArrayList<>(GatewayConfig.SETTINGS);

    List<Setting<?>> settings() {
        return settings;
    }

    /** From now on a family of that name has its settings. */
    void addFamilies(Collection<String> names) {
        for (String name : names) {
            List<Setting<?>> own = FamilyConfig.Settings.of(name).all();
            if (!contains(own.get(0).key())) {
                settings.addAll(own);
            }
        }
    }

    /** From now on the views that {@code names} says have their settings. */
    void addViews(Setting<?> views, Collection<String> names) {
        for (String name : names) {
            Setting<?> fields = ViewConfig.fields(views.key(), name);
            if (!contains(fields.key())) {
                settings.add(fields);
            }
        }
    }

    /** What says which views a family has, where {@code key} is that; null otherwise. */
    @Nullable
    Setting<?> views(String key) {
        return key.endsWith(FamilyConfig.VIEWS)
                ? settings.stream()
                        .filter(setting -> setting.key().equals(key))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /** @throws ConfigException that names the nearest known key when {@code key} is none */
    void requireKnown(String key, String origin) {
        if (!contains(key)) {
            throw new ConfigException(key, "unknown key; the nearest known one is " + nearest(key)).at(origin);
        }
    }

    private boolean contains(String key) {
        return settings.stream().anyMatch(setting -> setting.key().equals(key));
    }

    /** A key that was put into the wrong section, or into none, is found by its own name before its spelling is guessed. */
    private String nearest(String key) {
        String name = key.substring(key.lastIndexOf('.') + 1);
        List<String> all = settings.stream().map(Setting::key).toList();
        List<String> elsewhere =
                all.stream().filter(known -> known.endsWith("." + name)).toList();
        return Nearest.of(key, elsewhere.isEmpty() ? withSections(all) : elsewhere);
    }

    private static List<String> withSections(List<String> keys) {
        return Stream.concat(
                        keys.stream(),
                        keys.stream().filter(key -> key.contains(".")).map(key -> key.substring(0, key.indexOf('.'))))
                .distinct()
                .toList();
    }

    /** Whether {@code key} is what other keys stand below, such as {@code limits}. */
    boolean isSection(String key) {
        return settings.stream().anyMatch(setting -> setting.key().startsWith(key + "."));
    }

    boolean isList(String key) {
        return settings.stream().anyMatch(setting -> setting.key().equals(key) && setting.isList());
    }
}
