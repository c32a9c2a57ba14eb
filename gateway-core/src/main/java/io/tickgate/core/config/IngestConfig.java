package io.tickgate.core.config;

import java.util.List;

/** Who may publish while there is no authentication. */
public record IngestConfig(List<IpRange> allowedAddresses) {
    static final Setting<List<IpRange>> ALLOWED_ADDRESSES = Setting.list(
                    "ingest.allowed-addresses",
                    new IpRange.Type(),
                    "127.0.0.0/8, ::1",
                    "Addresses that may publish, by HTTP and by WebSocket, while there is no authentication.")
            .reloadable();

    static final List<Setting<?>> ALL = List.of(ALLOWED_ADDRESSES);

    public static final IngestConfig DEFAULT = of(ConfigValues.NONE);

    public IngestConfig {
        allowedAddresses = List.copyOf(allowedAddresses);
    }

    static IngestConfig of(ConfigValues values) {
        return new IngestConfig(values.get(ALLOWED_ADDRESSES));
    }
}
