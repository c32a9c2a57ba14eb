package io.tickgate.cluster;

import io.lettuce.core.RedisURI;
import io.tickgate.core.BackboneFactory;
import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.FamilyConfig;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.RedisConfig;
import io.tickgate.core.session.UserTopics;
import io.tickgate.core.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what gateways share of the operator's configuration. */
public final class RedisBackboneFactory implements BackboneFactory {
    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final Duration BEAT = Duration.ofSeconds(3);

    private final Duration beat;

    /** For the class path. */
    public RedisBackboneFactory() {
        this(BEAT);
    }

    /** @param beat between two words of a gateway that it lives */
    RedisBackboneFactory(Duration beat) {
        this.beat = beat;
    }

    @Override
    public String broker() {
        return "redis";
    }

    @Override
    public Backbone newBackbone(GatewayConfig config, Clock clock) {
        RedisConfig redis = config.redis();
        RedisClients clients = new RedisClients(
                uris(redis), redis.mode() == RedisConfig.Mode.CLUSTER, redis.timeout(), checked(redis.caFile()));
        return new RedisBackbone(clients, settings(config, beat));
    }

    static RedisSettings settings(GatewayConfig config, Duration beat) {
        RedisConfig redis = config.redis();
        Map<String, RedisSettings.Kept> kept = new HashMap<>();
        for (FamilyConfig family : config.channels().families()) {
            RedisSettings.Kept own =
                    new RedisSettings.Kept(family.historySize(), family.historyBytes(), family.historyTtl());
            kept.put(family.name(), own);
            if (family.name().equals(UserTopics.BROUGHT_BY)) {
                kept.put(UserTopics.FAMILY, own);
            }
        }
        return new RedisSettings(
                new Keyspace(redis.prefix(), redis.buckets()),
                redis.timeout(),
                redis.probeInterval(),
                config.limits().idempotencyTtl(),
                redis.topicIdle(),
                // Names do not spread quite evenly.
                Math.max(100, 2 * redis.maxTopics() / redis.buckets()),
                redis.pendingBytesMax(),
                redis.heardBytesMax(),
                kept,
                beat,
                redis.nodeName().equals(RedisConfig.AUTO)
                        ? hostName() + ":" + config.server().port()
                        : redis.nodeName());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static List<RedisURI> uris(RedisConfig redis) {
        String password = password(redis);
        if (redis.mode() != RedisConfig.Mode.SENTINEL) {
            return redis.uris().stream()
                    .map(uri -> complete(RedisURI.builder(), uri, PORT, redis, password))
                    .toList();
        }
        RedisURI.Builder builder = RedisURI.builder().withSentinelMasterId(redis.master());
        for (String uri : redis.uris()) {
            URI parsed = URI.create(uri);
            builder.withSentinel(parsed.getHost(), parsed.getPort() < 0 ? SENTINEL_PORT : parsed.getPort());
        }
        RedisURI first = credentials(builder, redis, password).build();
        first.setSsl(redis.uris().get(0).startsWith("rediss"));
        first.setDatabase(database(redis.uris().get(0)));
        first.setTimeout(redis.timeout());
        return List.of(first);
    }

    private static RedisURI complete(
            RedisURI.Builder builder, String uri, int port, RedisConfig redis, @Nullable String password) {
        URI parsed = URI.create(uri);
        builder.withHost(parsed.getHost()).withPort(parsed.getPort() < 0 ? port : parsed.getPort());
        RedisURI made = credentials(builder, redis, password).build();
        made.setSsl(uri.startsWith("rediss"));
        made.setDatabase(database(uri));
        made.setTimeout(redis.timeout());
        return made;
    }

    private static RedisURI.Builder credentials(
            RedisURI.Builder builder, RedisConfig redis, @Nullable String password) {
        if (password == null) {
            return builder;
        }
        return redis.username() == null
                ? builder.withPassword(password.toCharArray())
                : builder.withAuthentication(redis.username(), password.toCharArray());
    }

    private static int database(String uri) {
        String path = URI.create(uri).getPath();
        return path == null || path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    /** The file, which has certificates. */
    private static @Nullable Path checked(@Nullable Path caFile) {
        if (caFile != null) {
            try (InputStream in = Files.newInputStream(caFile)) {
                if (CertificateFactory.getInstance("X.509")
                        .generateCertificates(in)
                        .isEmpty()) {
                    throw new ConfigException("redis.ca-file", "has no certificate (PEM): " + caFile);
                }
            } catch (IOException e) {
                throw new ConfigException("redis.ca-file", "cannot be read: " + e.getMessage());
            } catch (CertificateException e) {
                throw new ConfigException("redis.ca-file", "has no certificates (PEM): " + caFile);
            }
        }
        return caFile;
    }

    private static @Nullable String password(RedisConfig redis) {
        if (redis.passwordFile() == null) {
            return redis.password();
        }
        try {
            List<String> lines = Files.readAllLines(redis.passwordFile());
            return lines.isEmpty() ? "" : lines.get(0).strip();
        } catch (IOException e) {
            throw new ConfigException("redis.password-file", "cannot be read: " + e.getMessage());
        }
    }
}
