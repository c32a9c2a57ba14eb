package io.tickgate.cli.demo;

import io.tickgate.core.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays feeds, each at its own pace, on one thread, until it is closed. When the output makes it wait it gets late, and the
 * {@link Pacer}s leave slots out.
 */
public final class DemoPlayer implements AutoCloseable {
    private final List<Playing> feeds = new ArrayList<>();
    private final DemoOutput out;
    private final Clock clock;
    private final Thread thread;

    /** @param perSecond slots of the feed per second, more than 0 */
    record Track(DemoFeed feed, double perSecond) {}

    private record Playing(DemoFeed feed, Pacer pacer) {}

    private DemoPlayer(List<Track> tracks, DemoOutput out, Clock clock) {
        this.out = out;
        this.clock = clock;
        long startNanos = clock.nanoTime();
        for (Track track : tracks) {
            feeds.add(new Playing(track.feed, new Pacer(track.perSecond, startNanos)));
        }
        this.thread = new Thread(this::play, "demo");
        thread.setDaemon(true);
    }

    /**
     * Starts to play.
     *
     * @param tracks at least one
     */
    static DemoPlayer start(List<Track> tracks, DemoOutput out, Clock clock) {
        DemoPlayer player = new DemoPlayer(tracks, out, clock);
        player.thread.start();
        return player;
    }

    /** Plays nothing any more after it returns. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether its thread lives. */
    boolean isPlaying() {
        return thread.isAlive();
    }

    private void play() {
        try {
            while (!thread.isInterrupted()) {
                Playing next = nextDue();
                long now = clock.nanoTime();
                long wait = next.pacer.untilDueNanos(now);
                if (wait > 0) {
                    LockSupport.parkNanos(this, wait);
                } else {
                    next.feed.play(next.pacer.take(now), now, out);
                }
            }
        } catch (InterruptedException | RejectedExecutionException e) {
            // close() asked for it, or the gateway has ended before.
            return;
        }
    }

    /** The feed that waits longest, or has to wait least. */
    private Playing nextDue() {
        long now = clock.nanoTime();
        Playing next = feeds.get(0);
        for (Playing feed : feeds) {
            if (feed.pacer.untilDueNanos(now) < next.pacer.untilDueNanos(now)) {
                next = feed;
            }
        }
        return next;
    }
}
