package io.tickgate.cluster;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis, be it one server, one behind Sentinel, or a cluster. All connections are on one event loop, which is the
 * store's: what is heard and what is answered arrives there without a hand-over.
 */
final class RedisClients implements AutoCloseable {
    private static final long CLOSE_MILLIS = 2_000;

    static {
        // Of two that are there the client takes epoll anyway, and says so in a warning again and again.
        if (System.getProperty("io.lettuce.core.iouring") == null) {
            System.setProperty("io.lettuce.core.iouring", "false");
        }
    }

    private final ClientResources resources;
    private final EventExecutor loop;
    private final AbstractRedisClient client;
    private final List<RedisURI> uris;

    /**
     * @param uris of one server, with or without its sentinels; of a cluster, of some of its nodes
     * @param caFile certificates by which servers are believed; null for those of Java
     */
    RedisClients(List<RedisURI> uris, boolean isCluster, Duration timeout, @Nullable Path caFile) {
        DefaultEventLoopGroupProvider groups = new DefaultEventLoopGroupProvider(1);
        this.loop = groups.allocate(Transports.eventLoopGroupClass()).next();
        this.resources = DefaultClientResources.builder()
                .eventLoopGroupProvider(groups)
                .computationThreadPoolSize(2)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        this.uris = List.copyOf(uris);
        if (isCluster) {
            RedisClusterClient cluster = RedisClusterClient.create(resources, uris);
            cluster.setOptions(clusterOptions(timeout, caFile));
            client = cluster;
        } else {
            RedisClient single = RedisClient.create(resources);
            single.setOptions(common(ClientOptions.builder(), timeout, caFile)
                    .autoReconnect(false)
                    .build());
            client = single;
        }
    }

    private static ClusterClientOptions clusterOptions(Duration timeout, @Nullable Path caFile) {
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        common(options, timeout, caFile);
        return options.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofSeconds(10))
                        .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                        .build())
                .build();
    }

    private static ClientOptions.Builder common(
            ClientOptions.Builder options, Duration timeout, @Nullable Path caFile) {
        if (caFile != null) {
            options.sslOptions(
                    SslOptions.builder().trustManager(caFile.toFile()).build());
        }
        return options.socketOptions(SocketOptions.builder()
                        .connectTimeout(timeout)
                        .tcpNoDelay(true)
                        .build())
                .timeoutOptions(TimeoutOptions.builder()
                        .timeoutCommands()
                        .fixedTimeout(timeout)
                        .build())
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
    }

    /** Where everything of the store happens. */
    EventExecutor loop() {
        return loop;
    }

    CompletionStage<? extends StatefulConnection<byte[], byte[]>> connect() {
        if (client instanceof RedisClusterClient cluster) {
            return cluster.refreshPartitionsAsync().thenCompose(known -> cluster.connectAsync(ByteArrayCodec.INSTANCE));
        }
        return ((RedisClient) client).connectAsync(ByteArrayCodec.INSTANCE, uris.get(0));
    }

    CompletionStage<? extends StatefulRedisPubSubConnection<byte[], byte[]>> connectPubSub() {
        if (client instanceof RedisClusterClient cluster) {
            return cluster.refreshPartitionsAsync()
                    .thenCompose(known -> cluster.connectPubSubAsync(ByteArrayCodec.INSTANCE));
        }
        return ((RedisClient) client).connectPubSubAsync(ByteArrayCodec.INSTANCE, uris.get(0));
    }

    /** What a connection of {@link #connect} can do. */
    static RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> connection) {
        if (connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) {
            return cluster.async();
        }
        return ((StatefulRedisConnection<byte[], byte[]>) connection).async();
    }

    /** Blocks for a moment. Not on the store's loop. */
    @Override
    public void close() {
        client.shutdown(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        resources.shutdown(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MILLIS);
    }
}
