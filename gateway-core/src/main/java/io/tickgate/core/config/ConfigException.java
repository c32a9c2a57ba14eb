package io.tickgate.core.config;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operator's mistake, or several. The message has a line for each that names where it stands, the key, and the rule. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;
    private final @Nullable String origin;
    /** The key and the others that it contradicts; whichever of them was set tells the place. */
    private final transient List<String> keys;
    /** Empty where this is one mistake. */
    private final transient List<ConfigException> faults;

    /** @param key the operator's word for it, such as {@code limits.max-connections} */
    public ConfigException(String key, String problem) {
        this(null, List.of(key), problem);
    }

    /** @param keys that contradict each other, the one to change first */
    ConfigException(List<String> keys, String problem) {
        this(null, keys, problem);
    }

    /** @param origin where it was said, such as {@code gateway.yaml:12}; null when nobody said it */
    private ConfigException(@Nullable String origin, List<String> keys, String problem) {
        super(
                (origin == null ? "" : origin + ": ") + (keys.get(0).isEmpty() ? "" : keys.get(0) + ": ") + problem,
                null,
                false,
                false);
        this.keys = List.copyOf(keys);
        this.key = keys.get(0);
        this.problem = problem;
        this.origin = origin;
        this.faults = List.of();
    }

    private ConfigException(List<ConfigException> faults) {
        super(faults.stream().map(ConfigException::getMessage).collect(Collectors.joining("\n")), null, false, false);
        ConfigException first = faults.get(0);
        this.keys = first.keys;
        this.key = first.key;
        this.problem = first.problem;
        this.origin = first.origin;
        this.faults = List.copyOf(faults);
    }

    /** @param faults at least one */
    static ConfigException all(List<ConfigException> faults) {
        return faults.size() == 1 ? faults.get(0) : new ConfigException(faults);
    }

    /** Each mistake by itself, at least one. What else this class tells of itself is that of the first. */
    public List<ConfigException> faults() {
        return faults.isEmpty() ? List.of(this) : faults;
    }

    /** Where it was said, such as {@code gateway.yaml:12} or {@code --port}; null when nobody said it. */
    public @Nullable String origin() {
        return origin;
    }

    /** The rule that was broken, without place and key. */
    public String problem() {
        return problem;
    }

    /** The key at fault; empty when the file as a whole is. */
    public String key() {
        return key;
    }

    List<String> keys() {
        return keys;
    }

    /** The same mistake, with the place where it was said. */
    public ConfigException at(@Nullable String place) {
        return new ConfigException(place, keys, problem);
    }
}
