package io.tickgate.core.config;

import java.util.List;

/** Who may connect. */
public record AuthConfig(Mode mode) {
    /** What the gateway asks of a client. */
    public enum Mode {
        /** Nothing, and so it listens on loopback only. */
        OFF,
        /** Nothing, on any address: the operator has said so in so many words. */
        OPEN
    }

    static final Setting<Mode> MODE = Setting.choice(
            "auth.mode",
            Mode.class,
            Mode.OFF,
            "off: no authentication, loopback only. open: no authentication on any address; the log says so at every start.");

    static final List<Setting<?>> ALL = List.of(MODE);

    public static final AuthConfig DEFAULT = of(ConfigValues.NONE);

    static AuthConfig of(ConfigValues values) {
        return new AuthConfig(values.get(MODE));
    }
}
