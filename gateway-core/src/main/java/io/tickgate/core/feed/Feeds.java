package io.tickgate.core.feed;

import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.feed.chart.ChartCommands;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.chart.ChartSettings;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.notice.NotificationCommands;
import io.tickgate.core.feed.notice.NotificationLimits;
import io.tickgate.core.feed.progress.ProgressCommands;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.progress.ProgressSettings;
import io.tickgate.core.feed.status.ProcessLoad;
import io.tickgate.core.feed.status.StatusCommands;
import io.tickgate.core.feed.status.StatusSettings;
import io.tickgate.core.feed.status.SystemStatusFeed;
import io.tickgate.core.session.ClientModules;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.wire.WireLimits;
import java.util.Map;

/**
 * The trading modules of one engine: what each of their families stands for is asked here, and what clients command reaches
 * them by {@link #commands}.
 *
 * <p>Any thread; each module says who owns what of it.
 */
public final class Feeds {
    /**
     * Their bounds.
     *
     * @param bodies of one point, one status
     */
    public record Settings(
            ChartSettings charts,
            ProgressSettings progress,
            NotificationLimits notifications,
            StatusSettings status,
            WireLimits bodies) {}

    private final ChartFeed charts;
    private final ProgressFeed progress;
    private final NotificationCenter notifications;
    private final SystemStatusFeed systemStatus;

    /** @param load of this process, which the system status tells */
    public Feeds(BroadcastEngine engine, Settings settings, ProcessLoad load, Clock clock) {
        charts = new ChartFeed(engine, settings.charts(), settings.bodies(), clock);
        progress = new ProgressFeed(engine, settings.progress(), clock);
        notifications = new NotificationCenter(engine, settings.notifications(), clock);
        systemStatus =
                new SystemStatusFeed(engine, clock, load, progress::runningTasks, settings.status(), settings.bodies());
        engine.useSnapshots(new FeedSnapshots(Map.of(
                ChartFeed.FAMILY, charts, ProgressFeed.FAMILY, progress, SystemStatusFeed.CHANNEL, systemStatus)));
    }

    public ChartFeed charts() {
        return charts;
    }

    public ProgressFeed progress() {
        return progress;
    }

    public NotificationCenter notifications() {
        return notifications;
    }

    public SystemStatusFeed systemStatus() {
        return systemStatus;
    }

    /** What clients command of them. */
    public ClientModules commands() {
        return new FeedCommands(
                new ChartCommands(charts),
                new ProgressCommands(progress),
                new NotificationCommands(notifications),
                new StatusCommands(systemStatus));
    }

    /** Shows them the time; on the shard's loop, several times a second. */
    public void tick(Shard shard, long nowNanos) {
        progress.tick(shard, nowNanos);
        notifications.tick(shard, nowNanos);
        systemStatus.tick(shard, nowNanos);
    }
}
