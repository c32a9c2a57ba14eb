package io.tickgate.core.config;

import java.util.List;

/**
 * permessage-deflate towards clients that offer it.
 *
 * @param minBytes shorter messages go plain: they hardly shrink
 * @param level 1 is fastest, 9 smallest
 */
public record CompressionConfig(boolean enabled, int minBytes, int level) {
    static final Setting<Boolean> ENABLED =
            Setting.flag("compression.enabled", true, "Whether an offered permessage-deflate (RFC 7692) is accepted.");
    static final Setting<Long> MIN_BYTES =
            Setting.size("compression.min-bytes", "0B", "16MiB", "200B", "Messages below this go plain even so.");
    static final Setting<Integer> LEVEL = Setting.integer(
            "compression.level", 1, 9, 1, "1 is fastest, 9 smallest; ticks gain next to nothing above 1.");

    static final List<Setting<?>> ALL = List.of(ENABLED, MIN_BYTES, LEVEL);

    public static final CompressionConfig DEFAULT = of(ConfigValues.NONE);

    public CompressionConfig {
        MIN_BYTES.check((long) minBytes);
        LEVEL.check(level);
    }

    static CompressionConfig of(ConfigValues values) {
        return new CompressionConfig(values.get(ENABLED), values.get(MIN_BYTES).intValue(), values.get(LEVEL));
    }
}
