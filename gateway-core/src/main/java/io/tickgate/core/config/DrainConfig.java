package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;

/**
 * How clients leave a gateway that stops.
 *
 * @param window over which they are sent away; zero says goodbye to all at once
 */
public record DrainConfig(Duration window) {
    /** Long enough for a client to come back elsewhere before it is closed, where the window is not short itself. */
    private static final Duration LEAD_MAX = Duration.ofSeconds(1);

    private static final int LEAD_SHARE = 10;

    /** A thousand clients leave at 200 a second: what a gateway takes up without anybody waiting. */
    static final Setting<Duration> WINDOW = Setting.duration(
                    "drain.window",
                    "0s",
                    "1h",
                    "5s",
                    "Over which clients are sent away at a stop, each at its own moment, so that they do not come back all at"
                            + " once. Over with the last of them; 0s says goodbye to all at once.")
            .reloadable();

    static final List<Setting<?>> ALL = List.of(WINDOW);

    public static final DrainConfig DEFAULT = of(ConfigValues.NONE);

    public DrainConfig {
        WINDOW.check(window);
    }

    static DrainConfig of(ConfigValues values) {
        return new DrainConfig(values.get(WINDOW));
    }

    /** How long a client has, after the moment that it was told, before it may be closed. */
    public Duration lead() {
        Duration share = window.dividedBy(LEAD_SHARE);
        return share.compareTo(LEAD_MAX) < 0 ? share : LEAD_MAX;
    }

    /** From the first word to the last client, unless all are gone before. */
    public Duration takes() {
        return window.plus(lead());
    }
}
