package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Everything that an operator may set, checked. Immutable. */
public record GatewayConfig(
        ServerConfig server,
        TlsConfig tls,
        AuthConfig auth,
        LimitsConfig limits,
        OutboundConfig outbound,
        HistoryConfig history,
        TimeoutsConfig timeouts,
        DrainConfig drain,
        IngestConfig ingest,
        CompressionConfig compression,
        ChannelsConfig channels,
        ChartsConfig charts,
        ProgressConfig progress,
        NotificationsConfig notifications,
        StatusFeedConfig statusFeed,
        BrokerConfig broker,
        RedisConfig redis,
        MetricsConfig metrics,
        AdminConfig admin,
        LoggingConfig logging) {
    /** Every setting, in the order in which the shipped file shows them. */
    static final List<Setting<?>> SETTINGS = Stream.of(
                    ServerConfig.ALL,
                    TlsConfig.ALL,
                    AuthConfig.ALL,
                    IngestConfig.ALL,
                    LimitsConfig.ALL,
                    OutboundConfig.ALL,
                    HistoryConfig.ALL,
                    TimeoutsConfig.ALL,
                    DrainConfig.ALL,
                    CompressionConfig.ALL,
                    ChannelsConfig.ALL,
                    ChartsConfig.ALL,
                    ProgressConfig.ALL,
                    NotificationsConfig.ALL,
                    StatusFeedConfig.ALL,
                    BrokerConfig.ALL,
                    RedisConfig.ALL,
                    MetricsConfig.ALL,
                    AdminConfig.ALL,
                    LoggingConfig.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    /** For what every event loop does at once, and for Java to end. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(2);

    public static final GatewayConfig DEFAULT = of(ConfigValues.NONE);

    /** @throws ConfigException when two settings contradict each other */
    public GatewayConfig {
        if (auth.mode() == AuthConfig.Mode.OFF && !server.isLoopback()) {
            throw new ConfigException(
                    ServerConfig.HOST.key(),
                    "\"" + server.host() + "\" can be reached from other machines and there is no authentication; say "
                            + "auth.mode: required, or auth.mode: open if that is meant, or listen on localhost");
        }
    }

    /** The keys of which a running gateway takes new values, in the order of the shipped file. */
    public static List<String> reloadableKeys() {
        return SETTINGS.stream().filter(Setting::isReloadable).map(Setting::key).toList();
    }

    /**
     * How long a stop takes at most, from its first word to the end of the process. Whatever supervises the process must
     * wait for so long.
     */
    public Duration stopsWithin() {
        return timeouts.drainDelay()
                .plus(drain.takes())
                .plus(timeouts.shutdown())
                .plus(STOP_MARGIN);
    }

    /**
     * The defaults with some settings changed.
     *
     * @param settings value by key, as in {@code server.port} and {@code "0"}
     * @throws ConfigException when a key is unknown or a value out of range
     */
    public static GatewayConfig of(Map<String, String> settings) {
        return ConfigLoader.load(null, Map.of(), settings);
    }

    static GatewayConfig of(ConfigValues values) {
        return new GatewayConfig(
                ServerConfig.of(values),
                TlsConfig.of(values),
                AuthConfig.of(values),
                LimitsConfig.of(values),
                OutboundConfig.of(values),
                HistoryConfig.of(values),
                TimeoutsConfig.of(values),
                DrainConfig.of(values),
                IngestConfig.of(values),
                CompressionConfig.of(values),
                ChannelsConfig.of(values),
                ChartsConfig.of(values),
                ProgressConfig.of(values),
                NotificationsConfig.of(values),
                StatusFeedConfig.of(values),
                BrokerConfig.of(values),
                RedisConfig.of(values),
                MetricsConfig.of(values),
                AdminConfig.of(values),
                LoggingConfig.of(values));
    }
}
