package io.tickgate.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how it is used, for {@code broker: redis}.
 *
 * @param uris of the server, of its sentinels, or of some nodes of a cluster
 * @param master what Sentinel calls the server
 * @param username null for none
 * @param password null for none, or where {@code passwordFile} has it
 * @param caFile certificates that a server's may be signed by; null for those of Java
 * @param buckets of each family: channels of announcements, and parts for a cluster to spread
 * @param maxTopics that Redis may hold of each family
 * @param topicIdle after which a topic of which nothing is kept is dropped
 * @param pendingBytesMax publications that wait for Redis
 * @param heardBytesMax publications that have come from Redis and wait for their event loops
 * @param nodeName what this gateway is called among the others; {@code auto} for its machine and port
 */
public record RedisConfig(
        Mode mode,
        List<String> uris,
        String master,
        @Nullable String username,
        @Nullable String password,
        @Nullable Path passwordFile,
        @Nullable Path caFile,
        String prefix,
        int buckets,
        Duration timeout,
        Duration probeInterval,
        int maxTopics,
        Duration topicIdle,
        long pendingBytesMax,
        long heardBytesMax,
        String nodeName) {
    /** What Redis is. */
    public enum Mode {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** What {@link #nodeName} is where nobody has said it. */
    public static final String AUTO = "auto";

    static final Setting<Mode> MODE = Setting.choice(
            "redis.mode",
            Mode.class,
            Mode.SINGLE,
            "single: one server. sentinel: one with replicas, which Sentinel tells. cluster: a Redis Cluster.");
    static final Setting<List<String>> URIS = Setting.list(
            "redis.uris",
            new TextType(
                    Pattern.compile("rediss?://[^/@#?\\s]+(/\\d{1,4})?"),
                    "redis://HOST:PORT, or rediss:// with TLS, without a password (redis.password); /N for another database"),
            1,
            64,
            "redis://127.0.0.1:6379",
            "The server; in mode sentinel the sentinels; in mode cluster some of the nodes.");
    static final Setting<String> MASTER = Setting.text(
            "redis.master",
            "[A-Za-z0-9_.-]{1,64}",
            "letters, digits and _ . -",
            "mymaster",
            "What the sentinels call the server.");
    static final Setting<String> USERNAME = Setting.text(
            "redis.username", "[!-~]{1,128}", "none or a name without spaces", AuthConfig.NONE, "User of Redis.");
    static final Setting<String> PASSWORD = Setting.secret(
            "redis.password",
            "none|[!-~]{1,512}",
            "none or up to 512 ASCII characters without spaces",
            AuthConfig.NONE,
            "Password of Redis. Give it by the environment, GATEWAY_REDIS_PASSWORD, or by redis.password-file.");
    static final Setting<String> PASSWORD_FILE = Setting.text(
            "redis.password-file",
            AuthConfig.PATH,
            AuthConfig.PATH_RANGE,
            AuthConfig.NONE,
            "A file whose first line is the password; read at the start.");
    static final Setting<String> CA_FILE = Setting.text(
            "redis.ca-file",
            AuthConfig.PATH,
            AuthConfig.PATH_RANGE,
            AuthConfig.NONE,
            "Certificates (PEM) by which a rediss:// server is believed; none: those of Java.");
    static final Setting<String> PREFIX = Setting.text(
            "redis.prefix",
            "[A-Za-z0-9_.-]{1,32}",
            "1 to 32 letters, digits and _ . -",
            "tickgate",
            "What all keys and channels begin with. Gateways of one prefix share everything.");
    static final Setting<Integer> BUCKETS = Setting.integer(
            "redis.buckets",
            1,
            1024,
            64,
            "Buckets of each family. A gateway hears those that its subscribers need. The same for all gateways, and for good: "
                    + "another number is another place for every channel.");
    static final Setting<Duration> TIMEOUT = Setting.duration(
            "redis.timeout", "100ms", "1m", "2s", "Within which Redis has to answer; then publishers get unavailable.");
    static final Setting<Duration> PROBE_INTERVAL = Setting.duration(
            "redis.probe-interval",
            "100ms",
            "1m",
            "2s",
            "Between two looks whether the connections live and whether an announcement was lost.");
    static final Setting<Integer> MAX_TOPICS = Setting.integer(
            "redis.max-topics",
            1,
            10_000_000,
            200_000,
            "Channels that Redis may hold of each family; beyond it: unavailable.");
    static final Setting<Duration> TOPIC_IDLE = Setting.duration(
            "redis.topic-idle",
            "1m",
            "8760h",
            "24h",
            "After which Redis forgets a channel of which it keeps nothing any more.");
    static final Setting<Long> PENDING_BYTES_MAX = Setting.size(
            "redis.pending-bytes-max",
            "64KiB",
            "4GiB",
            "16MiB",
            "Publications that wait for Redis; beyond it publishers get unavailable.");
    static final Setting<Long> HEARD_BYTES_MAX = Setting.size(
            "redis.heard-bytes-max",
            "64KiB",
            "4GiB",
            "16MiB",
            "Publications that have come from Redis and wait for their event loops; those beyond it are read from Redis later.");
    static final Setting<String> NODE_NAME = Setting.text(
            "redis.node-name",
            "[A-Za-z0-9_.:\\[\\]-]{1,64}",
            "1 to 64 letters, digits and _ . : [ ] -",
            AUTO,
            "What this gateway is called among the others. auto: its machine and its port.");

    static final List<Setting<?>> ALL = List.of(
            MODE,
            URIS,
            MASTER,
            USERNAME,
            PASSWORD,
            PASSWORD_FILE,
            CA_FILE,
            PREFIX,
            BUCKETS,
            TIMEOUT,
            PROBE_INTERVAL,
            MAX_TOPICS,
            TOPIC_IDLE,
            PENDING_BYTES_MAX,
            HEARD_BYTES_MAX,
            NODE_NAME);

    public static final RedisConfig DEFAULT = of(ConfigValues.NONE);

    public RedisConfig {
        uris = List.copyOf(uris);
        URIS.check(uris);
        MASTER.check(master);
        PREFIX.check(prefix);
        BUCKETS.check(buckets);
        TIMEOUT.check(timeout);
        PROBE_INTERVAL.check(probeInterval);
        MAX_TOPICS.check(maxTopics);
        TOPIC_IDLE.check(topicIdle);
        PENDING_BYTES_MAX.check(pendingBytesMax);
        HEARD_BYTES_MAX.check(heardBytesMax);
        NODE_NAME.check(nodeName);
        if (mode == Mode.SINGLE && uris.size() > 1) {
            throw new ConfigException(URIS.key(), "names one server where " + MODE.key() + " is single");
        }
        if (password != null && passwordFile != null) {
            throw new ConfigException(PASSWORD_FILE.key(), "must not be said beside " + PASSWORD.key());
        }
        uris.forEach(RedisConfig::requireHost);
    }

    private static void requireHost(String uri) {
        if (URI.create(uri).getHost() == null) {
            throw new ConfigException(URIS.key(), "must name a host and perhaps a port, was \"" + uri + '"');
        }
    }

    static RedisConfig of(ConfigValues values) {
        return new RedisConfig(
                values.get(MODE),
                values.get(URIS),
                values.get(MASTER),
                AuthConfig.orNull(values.get(USERNAME)),
                AuthConfig.orNull(values.get(PASSWORD)),
                AuthConfig.path(values.get(PASSWORD_FILE)),
                AuthConfig.path(values.get(CA_FILE)),
                values.get(PREFIX),
                values.get(BUCKETS),
                values.get(TIMEOUT),
                values.get(PROBE_INTERVAL),
                values.get(MAX_TOPICS),
                values.get(TOPIC_IDLE),
                values.get(PENDING_BYTES_MAX),
                values.get(HEARD_BYTES_MAX),
                values.get(NODE_NAME));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisConfig[mode=" + mode + ", uris=" + uris + ", prefix=" + prefix + ']';
    }
}
