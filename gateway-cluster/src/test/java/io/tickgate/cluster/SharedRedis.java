package io.tickgate.cluster;

import io.tickgate.core.Gateway;
import java.nio.file.Path;

/** A Redis and the gateways that share it, for tests of other packages. */
public final class SharedRedis implements AutoCloseable {
    private final RedisServer redis;

    private SharedRedis(RedisServer redis) {
        this.redis = redis;
    }

    public static SharedRedis start(Path directory) {
        return new SharedRedis(RedisServer.start(directory));
    }

    /** One that has joined. Whoever asks closes it. */
    public Gateway gateway(String... settings) {
        return Node.joined(redis.uri(), settings).gateway();
    }

    public String uri() {
        return redis.uri();
    }

    /** What it answers to one command, in the first line. */
    public String ask(String command) {
        return redis.ask(command);
    }

    @Override
    public void close() {
        redis.close();
    }
}
