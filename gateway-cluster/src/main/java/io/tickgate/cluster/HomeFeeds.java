package io.tickgate.cluster;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.Replica;
import io.tickgate.core.broadcast.Topic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The feed of each home loop, made on first use. Any thread. */
final class HomeFeeds {
    private final Map<EventExecutor, HomeFeed> byHome = new ConcurrentHashMap<>();
    private final Replica replica;
    private final HomeFeed.Source source;
    private final ClusterCounts counts;

    HomeFeeds(Replica replica, HomeFeed.Source source, ClusterCounts counts) {
        this.replica = replica;
        this.source = source;
        this.counts = counts;
    }

    HomeFeed of(Topic topic) {
        EventExecutor home = topic.homeLoop();
        HomeFeed known = byHome.get(home);
        return known != null
                ? known
                : byHome.computeIfAbsent(home, made -> new HomeFeed(made, replica, source, counts));
    }

    /** Under a new epoch nothing that any of them holds counts. */
    void restart() {
        byHome.values().forEach(feed -> feed.loop().execute(feed::restart));
    }
}
