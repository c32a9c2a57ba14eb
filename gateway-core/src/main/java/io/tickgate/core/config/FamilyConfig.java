package io.tickgate.core.config;

import io.tickgate.protocol.wire.MemberNames;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one channel family means, and what is kept of it.
 *
 * @param slow what becomes of it where a reader is too slow
 * @param historySize publications kept for each channel, 0 for none
 * @param historyBytes bytes kept for each channel
 * @param historyTtl how long they are kept
 * @param onBrokerLoss what becomes of it while what gateways share is away
 * @param indexed the members of a message that filters may look at
 * @param views the parts of a message that subscribers may ask for
 */
public record FamilyConfig(
        String name,
        Kind kind,
        Slow slow,
        int historySize,
        long historyBytes,
        Duration historyTtl,
        OnBrokerLoss onBrokerLoss,
        List<String> indexed,
        List<ViewConfig> views) {
    static final int INDEXED_MAX = 8;

    /** How the key ends that says which views there are. */
    static final String VIEWS = ".views";

    /** With the whole message as many as fit the bits of a long, six kinds of frame each. */
    static final int VIEWS_MAX = 9;

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

    /** What becomes of publications while what gateways share is away. */
    public enum OnBrokerLoss {
        /** They are refused. */
        REFUSE,
        /** Each gateway numbers its own, under an epoch of its own. */
        LOCAL
    }

    private static final Set<String> STATES = Set.of("market_data", "backtest_progress", "system_status");

    /** The settings of one family: the same for all, but for the kind that some have by nature. */
    record Settings(
            Setting<Kind> kind,
            Setting<Slow> slow,
            Setting<Integer> historySize,
            Setting<Long> historyBytes,
            Setting<Duration> historyTtl,
            Setting<OnBrokerLoss> onBrokerLoss,
            Setting<List<String>> indexed,
            Setting<List<String>> views) {
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
                    Setting.duration(section + ".history.ttl", "1s", "24h", "5m", "How long they are kept."),
                    Setting.choice(
                            section + ".on-broker-loss",
                            OnBrokerLoss.class,
                            OnBrokerLoss.REFUSE,
                            "While what gateways share is away (broker). refuse: publishers are answered unavailable. local: "
                                    + "each gateway goes on by itself, under another epoch."),
                    Setting.list(
                            section + ".indexed",
                            ViewConfig.FIELD,
                            0,
                            INDEXED_MAX,
                            "",
                            "Top-level members of a message that subscribers' filters may look at: [symbol, volume]. They "
                                    + "are read once from each publication, while anybody filters."),
                    ViewConfig.names(section, VIEWS_MAX));
        }

        List<Setting<?>> all() {
            return List.of(kind, slow, historySize, historyBytes, historyTtl, onBrokerLoss, indexed, views);
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
        settings.indexed.check(indexed);
        indexed = List.copyOf(indexed);
        views = List.copyOf(views);
        checkIndexed(settings.indexed.key(), indexed);
        settings.views.check(views.stream().map(ViewConfig::name).toList());
        for (ViewConfig view : views) {
            Setting<List<String>> fields = ViewConfig.fields(settings.views.key(), view.name());
            fields.check(view.fields());
            if (view.fields().isEmpty()) {
                throw new ConfigException(fields.key(), "must name at least one member of a message");
            }
        }
    }

    private static void checkIndexed(String key, List<String> indexed) {
        if (new HashSet<>(indexed).size() < indexed.size()) {
            throw new ConfigException(key, "names a member twice");
        }
        for (String field : indexed) {
            if (MemberNames.GATEWAY.contains(field)) {
                throw new ConfigException(key, "\"" + field + "\" is set by the gateway, not by publishers");
            }
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
                values.get(settings.historyTtl),
                values.get(settings.onBrokerLoss),
                values.get(settings.indexed),
                views(settings.views.key(), values.get(settings.views), values));
    }

    private static List<ViewConfig> views(String key, List<String> names, ConfigValues values) {
        return names.stream()
                .distinct()
                .map(view -> new ViewConfig(view, values.get(ViewConfig.fields(key, view))))
                .toList();
    }
}
