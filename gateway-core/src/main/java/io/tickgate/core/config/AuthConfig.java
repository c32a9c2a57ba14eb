package io.tickgate.core.config;

import java.util.List;

/**
 * Who may connect, and who comes back.
 *
 * @param resumeKey what resume tokens are signed with, or {@code auto}
 */
public record AuthConfig(Mode mode, String resumeKey) {
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

    /** A key of its own for each start. */
    public static final String AUTO = "auto";

    static final Setting<String> RESUME_KEY = Setting.secret(
            "auth.resume-key",
            "auto|[!-~]{32,128}",
            "auto or 32 to 128 ASCII characters without spaces",
            AUTO,
            "Signs the tokens by which clients come back with all their subscriptions. auto: another key at every start, so that "
                    + "tokens end with the process. Gateways that share a key take each other's. Keep it secret.");

    static final List<Setting<?>> ALL = List.of(MODE, RESUME_KEY);

    public static final AuthConfig DEFAULT = of(ConfigValues.NONE);

    static AuthConfig of(ConfigValues values) {
        return new AuthConfig(values.get(MODE), values.get(RESUME_KEY));
    }

    public AuthConfig {
        RESUME_KEY.check(resumeKey);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "AuthConfig[mode=" + mode + ']';
    }
}
