package io.tickgate.core.config;

import org.jspecify.annotations.Nullable;

/** The operator's mistake. The message is one line that names where it stands, the key, and the rule. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    /** @param key the operator's word for it, such as {@code limits.max-connections} */
    public ConfigException(String key, String problem) {
        this(null, key, problem);
    }

    /** @param origin where it was said, such as {@code gateway.yaml:12}; null when nobody said it */
    ConfigException(@Nullable String origin, String key, String problem) {
        super((origin == null ? "" : origin + ": ") + (key.isEmpty() ? "" : key + ": ") + problem, null, false, false);
        this.key = key;
        this.problem = problem;
    }

    /** The key at fault; empty when the file as a whole is. */
    public String key() {
        return key;
    }

    ConfigException at(@Nullable String origin) {
        return new ConfigException(origin, key, problem);
    }
}
