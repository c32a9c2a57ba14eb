package io.tickgate.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis, gateways that share it, and what stands between them: all of it ends with the test. */
abstract class RedisScene {
    @TempDir
    Path directory = Path.of("");

    /** A test starts it the way it needs it. */
    RedisServer redis = RedisServer.none();

    /** In the order in which they came. */
    final List<Node> nodes = new ArrayList<>();

    private final List<FaultProxy> proxies = new ArrayList<>();

    @AfterEach
    void endAll() {
        nodes.forEach(Node::close);
        proxies.forEach(FaultProxy::close);
        redis.close();
    }

    /** One that has joined. */
    final Node node(String... settings) {
        return nodeAt(redis.uri(), settings);
    }

    /** One that has joined by that way to Redis. */
    final Node nodeAt(String uri, String... settings) {
        Node node = started(Node.start(uri, settings));
        node.awaitOnline();
        return node;
    }

    /** One that the test has started, with which it goes. */
    final Node started(Node node) {
        nodes.add(node);
        return node;
    }

    final FaultProxy proxy() {
        FaultProxy proxy = new FaultProxy(redis.port());
        proxies.add(proxy);
        return proxy;
    }
}
