package io.tickgate.core.config;

import java.util.List;

/** By what gateways share topics. */
public record BrokerConfig(Kind kind) {
    /** What there is. */
    public enum Kind {
        /** Nothing: this gateway stands alone. */
        LOCAL,
        REDIS
    }

    static final Setting<Kind> KIND = Setting.choice(
            "broker",
            Kind.class,
            Kind.LOCAL,
            "local: this gateway stands alone. redis: it shares its channels with all that use the same Redis (docs/CLUSTER.md).");

    static final List<Setting<?>> ALL = List.of(KIND);

    public static final BrokerConfig DEFAULT = of(ConfigValues.NONE);

    static BrokerConfig of(ConfigValues values) {
        return new BrokerConfig(values.get(KIND));
    }
}
