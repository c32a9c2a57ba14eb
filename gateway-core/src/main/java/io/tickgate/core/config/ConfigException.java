package io.tickgate.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operator's mistake. The message is one line that names where it stands, the key, and the rule. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;
    /** The key and the others that it contradicts; whichever of them was set tells the place. */
    private final transient List<String> keys;

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
    }

    /** The key at fault; empty when the file as a whole is. */
    public String key() {
        return key;
    }

    List<String> keys() {
        return keys;
    }

    ConfigException at(@Nullable String origin) {
        return new ConfigException(origin, keys, problem);
    }
}
