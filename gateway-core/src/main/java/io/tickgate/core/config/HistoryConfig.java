package io.tickgate.core.config;

import java.util.List;

/**
 * What all histories together may hold; what each channel keeps stands with its family.
 *
 * @param bytesTotal 0 follows {@code limits.memory}
 */
public record HistoryConfig(long bytesTotal) {
    static final Setting<Long> BYTES_TOTAL = Setting.size(
            "history.bytes-total",
            "1MiB",
            "16GiB",
            "auto",
            "Publications kept for recovery, of all channels together; beyond it the oldest go first.");

    static final List<Setting<?>> ALL = List.of(BYTES_TOTAL);

    public static final HistoryConfig DEFAULT = of(ConfigValues.NONE);

    public HistoryConfig {
        BYTES_TOTAL.check(bytesTotal);
    }

    static HistoryConfig of(ConfigValues values) {
        return new HistoryConfig(values.get(BYTES_TOTAL));
    }
}
