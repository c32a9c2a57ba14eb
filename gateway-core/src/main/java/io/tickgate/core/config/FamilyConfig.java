package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What one channel family means, and what is kept of it.
 *
 * @param slow what becomes of it where a reader is too slow
 * @param historySize publications kept for each channel, 0 for none
 * @param historyBytes bytes kept for each channel
 * @param historyTtl how long they are kept
 */
public record FamilyConfig(String name, Kind kind, Slow slow, int historySize, long historyBytes, Duration historyTtl) {
    /** What a subscriber may care about. */
    public enum Kind {
        /** Every publication matters. */
        STREAM,
        /** Only the newest publication of each channel matters. */
        STATE
    }

    /** What becomes of publications when more of them wait for one reader than may. */
    public enum Slow {
        /** {@link #CONFLATE} for states, {@link #CLOSE} for streams. */
        AUTO("auto"),
        DROP_OLDEST("drop-oldest"),
        CONFLATE("conflate"),
        CLOSE("close");

        private final String text;

        Slow(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final Set<String> STATES = Set.of("market_data", "backtest_progress", "system_status");

    /** The settings of one family: the same for all, but for the kind that some have by nature. */
    record Settings(
            Setting<Kind> kind,
            Setting<Slow> slow,
            Setting<Integer> historySize,
            Setting<Long> historyBytes,
            Setting<Duration> historyTtl) {
        static Settings of(String name) {
            String section = "channels." + name;
            return new Settings(
                    Setting.choice(
                            section + ".kind",
                            Kind.class,
                            STATES.contains(name) ? Kind.STATE : Kind.STREAM,
                            "stream: every publication matters. state: of each channel only the newest; it is kept beyond "
                                    + "history.ttl, and who cannot recover gets it at once."),
                    Setting.choice(
                            section + ".slow",
                            Slow.class,
                            Slow.AUTO,
                            "When more waits for a reader than outbound.queue-bytes-max. close: it ends with 4001 and may "
                                    + "recover. conflate: only the newest of each channel waits; of states alone. drop-oldest: "
                                    + "the oldest are left out, and it is told. auto: conflate for states, close for streams."),
                    Setting.integer(
                            section + ".history.size", 0, 1_000_000, 1_000, "Publications kept for each channel."),
                    Setting.size(section + ".history.bytes", "1KiB", "1GiB", "1MiB", "Bytes kept for each channel."),
                    Setting.duration(section + ".history.ttl", "1s", "24h", "5m", "How long they are kept."));
        }

        List<Setting<?>> all() {
            return List.of(kind, slow, historySize, historyBytes, historyTtl);
        }
    }

    public FamilyConfig {
        Settings settings = Settings.of(name);
        settings.historySize.check(historySize);
        settings.historyBytes.check(historyBytes);
        settings.historyTtl.check(historyTtl);
        if (slow == Slow.AUTO) {
            slow = kind == Kind.STATE ? Slow.CONFLATE : Slow.CLOSE;
        } else if (slow == Slow.CONFLATE && kind == Kind.STREAM) {
            throw new ConfigException(
                    settings.slow.key(), "must not be conflate where " + settings.kind.key() + " is stream");
        }
    }

    static FamilyConfig of(String name, ConfigValues values) {
        Settings settings = Settings.of(name);
        return new FamilyConfig(
                name,
                values.get(settings.kind),
                values.get(settings.slow),
                values.get(settings.historySize),
                values.get(settings.historyBytes),
                values.get(settings.historyTtl));
    }
}
