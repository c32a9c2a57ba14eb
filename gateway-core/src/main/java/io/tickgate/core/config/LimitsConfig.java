package io.tickgate.core.config;

import java.time.Duration;
import java.util.List;

/**
 * How much of everything there may be.
 *
 * @param memoryBytes the ceiling for the whole process, see {@link MemoryPlan}
 * @param maxConnectionsPerUser 0 for as many as come
 * @param maxPendingCommands per connection, or lines of one bulk upload: beyond it reading pauses
 * @param inboundBytesTotal half-received messages and bodies of all connections; 0 follows {@code memoryBytes}
 * @param publishesPerSecond 0 for as many as come
 * @param ingestBytesTotal publications between event loops; 0 follows {@code memoryBytes}
 */
public record LimitsConfig(
        long memoryBytes,
        int maxConnections,
        int maxConnectionsPerIp,
        int maxConnectionsPerUser,
        int maxHttpConnections,
        int maxHttpConnectionsPerIp,
        int maxMessageBytes,
        int maxPublicationBytes,
        int maxBodyBytes,
        int maxSubscriptions,
        int maxTopics,
        int maxTopicsPerIp,
        Duration topicIdle,
        Duration idempotencyTtl,
        int maxIdempotencyKeys,
        int maxPendingCommands,
        int maxErrors,
        long inboundBytesTotal,
        long ingestBytesTotal,
        int maxUnacked,
        int maxUnackedBytes,
        int maxRedeliveries,
        int maxSnapshotChannels,
        int maxSnapshotBytes,
        int maxRewind,
        int commandsPerSecond,
        int commandBurst,
        int publishesPerSecond,
        int authFailuresPerMinute) {
    static final Setting<Long> MEMORY = Setting.size(
            "limits.memory",
            "128MiB",
            "64GiB",
            "256MiB",
            "Ceiling for the whole process; heap, direct memory and the auto budgets follow from it.");
    static final Setting<Integer> MAX_CONNECTIONS = Setting.integer(
                    "limits.max-connections", 1, 1_000_000, 1_000, "WebSockets in all; one more is refused with 503.")
            .reloadable();
    static final Setting<Integer> MAX_CONNECTIONS_PER_IP = Setting.integer(
                    "limits.max-connections-per-ip",
                    1,
                    1_000_000,
                    200,
                    "WebSockets from one address (IPv6: from one /64); one more gets 429.")
            .reloadable();
    static final Setting<Integer> MAX_CONNECTIONS_PER_USER = Setting.integer(
                    "limits.max-connections-per-user",
                    0,
                    1_000_000,
                    0,
                    "WebSockets of one user: the sub of the token, or without authentication who the client says; one more gets "
                            + "429. Over gateways that share a Redis, one more closes with 4004 within seconds. 0 is as many as come.")
            .reloadable();
    static final Setting<Integer> MAX_HTTP_CONNECTIONS = Setting.integer(
                    "limits.max-http-connections",
                    1,
                    1_000_000,
                    1_000,
                    "Sockets that speak plain HTTP; one more gets 503.")
            .reloadable();
    static final Setting<Integer> MAX_HTTP_CONNECTIONS_PER_IP = Setting.integer(
                    "limits.max-http-connections-per-ip",
                    1,
                    1_000_000,
                    500,
                    "Sockets from one address (IPv6: from one /64) that are not WebSockets, or not yet; one more gets 503. "
                            + "Proxies in server.trusted-proxies are not counted.")
            .reloadable();
    static final Setting<Long> MAX_MESSAGE_BYTES = Setting.size(
            "limits.max-message-bytes",
            "1KiB",
            "16MiB",
            "64KiB",
            "One message of a client, inflated; a larger one closes its connection with 1009.");
    static final Setting<Long> MAX_PUBLICATION_BYTES = Setting.size(
            "limits.max-publication-bytes",
            "1KiB",
            "16MiB",
            "256KiB",
            "One publication with its envelope; a larger one is refused with message_too_large.");
    static final Setting<Long> MAX_BODY_BYTES = Setting.size(
            "limits.max-body-bytes",
            "1KiB",
            "64MiB",
            "1MiB",
            "One HTTP body, or one line of a bulk upload; a larger one gets 413.");
    static final Setting<Integer> MAX_SUBSCRIPTIONS = Setting.integer(
                    "limits.max-subscriptions", 1, 100_000, 500, "Subscriptions of one connection.")
            .reloadable();
    static final Setting<Integer> MAX_TOPICS = Setting.integer(
            "limits.max-topics", 10, 10_000_000, 100_000, "Channels of the form base:rest that exist at a time.");
    static final Setting<Integer> MAX_TOPICS_PER_IP = Setting.integer(
            "limits.max-topics-per-ip",
            1,
            10_000_000,
            20_000,
            "Of them, those that exist only because clients of one address (IPv6: of one /64) subscribed and nobody has "
                    + "published yet.");
    static final Setting<Duration> TOPIC_IDLE = Setting.duration(
            "limits.topic-idle",
            "1s",
            "24h",
            "10m",
            "A channel without subscribers that nobody published to for so long is forgotten; one of a state only when half of "
                    + "limits.max-topics are in use.");
    static final Setting<Duration> IDEMPOTENCY_TTL = Setting.duration(
            "limits.idempotency-ttl",
            "1s",
            "24h",
            "5m",
            "How long the key of a publication is remembered, under which it is published once.");
    static final Setting<Integer> MAX_IDEMPOTENCY_KEYS = Setting.integer(
            "limits.max-idempotency-keys",
            1,
            10_000_000,
            50_000,
            "Keys of publications that this gateway remembers; with one more the oldest is forgotten before its time. Redis "
                    + "remembers all for the whole time.");
    static final Setting<Integer> MAX_PENDING_COMMANDS = Setting.integer(
            "limits.max-pending-commands",
            1,
            100_000,
            256,
            "Commands of a connection, or lines of a bulk upload, that wait for their answer before reading pauses.");
    static final Setting<Integer> MAX_ERRORS = Setting.integer(
                    "limits.max-errors",
                    1,
                    1_000_000,
                    1_000,
                    "Errors that a connection may cause within timeouts.error-window; with the last one it closes with 1008.")
            .reloadable();
    static final Setting<Long> INBOUND_BYTES_TOTAL = Setting.size(
            "limits.inbound-bytes-total",
            "1MiB",
            "16GiB",
            "auto",
            "Half-received messages and bodies of all connections together.");
    static final Setting<Long> INGEST_BYTES_TOTAL = Setting.size(
            "limits.ingest-bytes-total",
            "1MiB",
            "16GiB",
            "auto",
            "Publications on their way between event loops; beyond it publishers are not read.");

    static final Setting<Integer> MAX_UNACKED = Setting.integer(
                    "limits.max-unacked",
                    1,
                    100_000,
                    1_000,
                    "Publications that a connection was sent and has not acknowledged, where it asked to; one more: 4002.")
            .reloadable();
    static final Setting<Long> MAX_UNACKED_BYTES = Setting.size(
                    "limits.max-unacked-bytes",
                    "4KiB",
                    "64MiB",
                    "1MiB",
                    "Bytes of those publications; beyond it the connection closes with 4002.")
            .reloadable();
    static final Setting<Integer> MAX_REDELIVERIES = Setting.integer(
                    "limits.max-redeliveries",
                    0,
                    100,
                    3,
                    "How often a publication that is not acknowledged is sent again before its connection closes with 4002.")
            .reloadable();

    static final Setting<Integer> MAX_SNAPSHOT_CHANNELS = Setting.integer(
                    "limits.max-snapshot-channels",
                    1,
                    1_000_000,
                    10_000,
                    "Channels of a family whose newest values one subscribe may ask for; with more: snapshot_too_large.")
            .reloadable();
    /** As much as progress.bytes-total: whatever is kept of back-tests by default can be sent. */
    static final Setting<Long> MAX_SNAPSHOT_BYTES = Setting.size(
                    "limits.max-snapshot-bytes",
                    "64KiB",
                    "1GiB",
                    "16MiB",
                    "Bytes of these values; with more: snapshot_too_large. They are sent page by page, so this bounds work, not memory.")
            .reloadable();

    static final Setting<Integer> MAX_REWIND = Setting.integer(
                    "limits.max-rewind",
                    1,
                    10_000,
                    5_000,
                    "Publications of the past that one subscribe brings, shared equally by the channels of a list.")
            .reloadable();

    static final Setting<Integer> COMMANDS_PER_SECOND = Setting.integer(
                    "limits.commands-per-second",
                    1,
                    1_000_000,
                    100,
                    "Commands of one connection, for long; further ones get rate_limited. Pings, acks and publishing are not counted.")
            .reloadable();
    static final Setting<Integer> COMMAND_BURST = Setting.integer(
                    "limits.command-burst", 1, 1_000_000, 200, "Of them, those that may come at once.")
            .reloadable();
    static final Setting<Integer> PUBLISHES_PER_SECOND = Setting.integer(
                    "limits.publishes-per-second",
                    0,
                    1_000_000,
                    0,
                    "Publications of one connection by command, twice as many at once; 0 is as many as come.")
            .reloadable();
    static final Setting<Integer> AUTH_FAILURES_PER_MINUTE = Setting.integer(
            "limits.auth-failures-per-minute",
            1,
            100_000,
            1_000,
            "Tokens and keys of one address (IPv6: of one /64) that are refused; with more no new token is looked at for a "
                    + "while. What waits to be checked counts until it was good.");

    static final List<Setting<?>> ALL = List.of(
            MEMORY,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_IP,
            MAX_CONNECTIONS_PER_USER,
            MAX_HTTP_CONNECTIONS,
            MAX_HTTP_CONNECTIONS_PER_IP,
            MAX_MESSAGE_BYTES,
            MAX_PUBLICATION_BYTES,
            MAX_BODY_BYTES,
            MAX_SUBSCRIPTIONS,
            MAX_TOPICS,
            MAX_TOPICS_PER_IP,
            TOPIC_IDLE,
            IDEMPOTENCY_TTL,
            MAX_IDEMPOTENCY_KEYS,
            MAX_PENDING_COMMANDS,
            MAX_ERRORS,
            INBOUND_BYTES_TOTAL,
            INGEST_BYTES_TOTAL,
            MAX_UNACKED,
            MAX_UNACKED_BYTES,
            MAX_REDELIVERIES,
            MAX_SNAPSHOT_CHANNELS,
            MAX_SNAPSHOT_BYTES,
            MAX_REWIND,
            COMMANDS_PER_SECOND,
            COMMAND_BURST,
            PUBLISHES_PER_SECOND,
            AUTH_FAILURES_PER_MINUTE);

    public static final LimitsConfig DEFAULT = of(ConfigValues.NONE);

    public LimitsConfig {
        MEMORY.check(memoryBytes);
        MAX_CONNECTIONS.check(maxConnections);
        MAX_CONNECTIONS_PER_IP.check(maxConnectionsPerIp);
        MAX_CONNECTIONS_PER_USER.check(maxConnectionsPerUser);
        MAX_HTTP_CONNECTIONS.check(maxHttpConnections);
        MAX_HTTP_CONNECTIONS_PER_IP.check(maxHttpConnectionsPerIp);
        MAX_MESSAGE_BYTES.check((long) maxMessageBytes);
        MAX_PUBLICATION_BYTES.check((long) maxPublicationBytes);
        MAX_BODY_BYTES.check((long) maxBodyBytes);
        MAX_SUBSCRIPTIONS.check(maxSubscriptions);
        MAX_TOPICS.check(maxTopics);
        MAX_TOPICS_PER_IP.check(maxTopicsPerIp);
        TOPIC_IDLE.check(topicIdle);
        IDEMPOTENCY_TTL.check(idempotencyTtl);
        MAX_IDEMPOTENCY_KEYS.check(maxIdempotencyKeys);
        MAX_PENDING_COMMANDS.check(maxPendingCommands);
        MAX_ERRORS.check(maxErrors);
        INBOUND_BYTES_TOTAL.check(inboundBytesTotal);
        INGEST_BYTES_TOTAL.check(ingestBytesTotal);
        MAX_UNACKED.check(maxUnacked);
        MAX_UNACKED_BYTES.check((long) maxUnackedBytes);
        MAX_REDELIVERIES.check(maxRedeliveries);
        MAX_SNAPSHOT_CHANNELS.check(maxSnapshotChannels);
        MAX_SNAPSHOT_BYTES.check((long) maxSnapshotBytes);
        MAX_REWIND.check(maxRewind);
        COMMANDS_PER_SECOND.check(commandsPerSecond);
        COMMAND_BURST.check(commandBurst);
        PUBLISHES_PER_SECOND.check(publishesPerSecond);
        AUTH_FAILURES_PER_MINUTE.check(authFailuresPerMinute);
    }

    static LimitsConfig of(ConfigValues values) {
        return new LimitsConfig(
                values.get(MEMORY),
                values.get(MAX_CONNECTIONS),
                values.get(MAX_CONNECTIONS_PER_IP),
                values.get(MAX_CONNECTIONS_PER_USER),
                values.get(MAX_HTTP_CONNECTIONS),
                values.get(MAX_HTTP_CONNECTIONS_PER_IP),
                values.get(MAX_MESSAGE_BYTES).intValue(),
                values.get(MAX_PUBLICATION_BYTES).intValue(),
                values.get(MAX_BODY_BYTES).intValue(),
                values.get(MAX_SUBSCRIPTIONS),
                values.get(MAX_TOPICS),
                values.get(MAX_TOPICS_PER_IP),
                values.get(TOPIC_IDLE),
                values.get(IDEMPOTENCY_TTL),
                values.get(MAX_IDEMPOTENCY_KEYS),
                values.get(MAX_PENDING_COMMANDS),
                values.get(MAX_ERRORS),
                values.get(INBOUND_BYTES_TOTAL),
                values.get(INGEST_BYTES_TOTAL),
                values.get(MAX_UNACKED),
                values.get(MAX_UNACKED_BYTES).intValue(),
                values.get(MAX_REDELIVERIES),
                values.get(MAX_SNAPSHOT_CHANNELS),
                values.get(MAX_SNAPSHOT_BYTES).intValue(),
                values.get(MAX_REWIND),
                values.get(COMMANDS_PER_SECOND),
                values.get(COMMAND_BURST),
                values.get(PUBLISHES_PER_SECOND),
                values.get(AUTH_FAILURES_PER_MINUTE));
    }
}
