package io.tickgate.cluster;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.Replica;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was heard to the replica in order: what is missing is waited for, as it may be on its way, then read, and only
 * when the store has it no more told as lost.
 *
 * <p><b>Owner:</b> one home loop, for all topics that have it.
 */
final class HomeFeed {
    /** How long a hole may close by itself: answers and announcements come by two connections. */
    static final long HOLE_WAIT_MILLIS = 50;

    /** Until what could not be read is asked for again. */
    static final long RETRY_MILLIS = 500;

    /** Publications that are read at a time. */
    static final int PAGE = 500;

    /** Reads what is missing. */
    interface Source {
        /** @param answer gets the oldest ones up to {@code countMax}, on the topic's home loop */
        void read(Topic topic, long after, long upTo, int countMax, Missing answer);
    }

    /** Hears what was read. */
    interface Missing {
        void onRead(List<Kept> publications);

        void onRefused(Refusal refusal);
    }

    private final EventExecutor loop;
    private final Replica replica;
    private final Source source;
    private final ClusterCounts counts;
    private final Map<Topic, Gap> gaps = new HashMap<>();
    /** How often topics were forgotten, as far as it is known here; none for never. Those that were collected go by themselves. */
    private final Map<Topic, Integer> forgets = new WeakHashMap<>();

    HomeFeed(EventExecutor loop, Replica replica, Source source, ClusterCounts counts) {
        this.loop = loop;
        this.replica = replica;
        this.source = source;
        this.counts = counts;
    }

    EventExecutor loop() {
        return loop;
    }

    /**
     * What was announced of a bucket that is followed.
     *
     * @param start where the topic is placed if it is not
     * @return false where the replica places no topics at the moment
     */
    boolean onHeard(Topic topic, Kept heard, long start) {
        assert loop.inEventLoop();
        Topic placed = placed(topic, start, null, heard.forgets());
        if (placed == null) {
            return false;
        }
        deliver(placed, heard);
        return true;
    }

    /** As {@link #onHeard} where only the offset was kept of what was announced: it is read. */
    boolean onHeardOf(Topic topic, long offset, int count, long start) {
        assert loop.inEventLoop();
        return reach(topic, offset, start, null, count);
    }

    /**
     * The store says that the topic has come to {@code record}.
     *
     * @param start where the topic is placed if it is not
     * @return false where the replica places no topics at the moment
     */
    boolean onRecord(Topic topic, TopicRecord record, long start) {
        assert loop.inEventLoop();
        return reach(
                topic, record.offset(), start, start == record.offset() ? record.newest() : null, record.forgets());
    }

    private boolean reach(Topic topic, long upTo, long start, @Nullable StoredPublication newest, int count) {
        Topic placed = placed(topic, start, newest, count);
        if (placed == null) {
            return false;
        }
        isCurrent(placed, count);
        need(placed, upTo);
        return true;
    }

    /** The topic, placed; or the one that has its name now where it was collected meanwhile. */
    private @Nullable Topic placed(Topic topic, long offset, @Nullable StoredPublication newest, int count) {
        if (replica.isPlaced(topic)) {
            return topic;
        }
        place(topic, offset, newest, count);
        if (replica.isPlaced(topic)) {
            return topic;
        }
        Topic next = replica.topic(topic.name());
        if (next == null || next == topic) {
            return null;
        }
        if (!replica.isPlaced(next)) {
            place(next, offset, newest, count);
        }
        return replica.isPlaced(next) ? next : null;
    }

    private void place(Topic topic, long offset, @Nullable StoredPublication newest, int count) {
        replica.place(topic, offset, newest);
        if (replica.isPlaced(topic)) {
            forgets.put(topic, count);
        }
    }

    /**
     * The store has said something of a topic when it was forgotten {@code count} times; where that is more often than is known
     * here, it is told before anything else.
     *
     * @return false where it was forgotten since, and what was said is not there any more
     */
    boolean isCurrent(Topic topic, int count) {
        assert loop.inEventLoop();
        if (!replica.isPlaced(topic)) {
            return true;
        }
        int known = forgets.getOrDefault(topic, 0);
        if (count > known) {
            forgets.put(topic, count);
            replica.forgotten(topic);
        }
        return count >= known;
    }

    /** An own publication has its place; {@code then} runs when all who follow the topic have heard of it. */
    void onAppended(Topic topic, Kept appended, Runnable then) {
        assert loop.inEventLoop();
        if (!replica.isPlaced(topic) || deliver(topic, appended)) {
            then.run();
        } else {
            gap(topic).await(appended.publication().offset(), then);
        }
    }

    /** Runs {@code then} when a topic that is followed has come to {@code offset}. */
    void whenReached(Topic topic, long offset, Runnable then) {
        assert loop.inEventLoop();
        if (!replica.isPlaced(topic) || replica.offset(topic) >= offset) {
            then.run();
        } else {
            gap(topic).await(offset, then);
        }
    }

    /** @return whether it was applied, now or before */
    private boolean deliver(Topic topic, Kept kept) {
        if (!isCurrent(topic, kept.forgets())) {
            need(topic, kept.publication().offset());
            return replica.offset(topic) >= kept.publication().offset();
        }
        boolean isApplied = replica.apply(topic, kept.publication());
        Gap gap = gaps.get(topic);
        if (!isApplied) {
            gap(topic).hold(kept);
        } else if (gap != null) {
            advance(topic, gap);
        }
        return isApplied;
    }

    /** The topic has to come to {@code upTo}, if it is placed. */
    void need(Topic topic, long upTo) {
        assert loop.inEventLoop();
        if (replica.isPlaced(topic) && replica.offset(topic) < upTo) {
            gap(topic).need(upTo);
        }
    }

    private Gap gap(Topic topic) {
        Gap known = gaps.get(topic);
        if (known != null) {
            return known;
        }
        counts.add(ClusterCounts.Kind.HOLES);
        Gap made = new Gap();
        gaps.put(topic, made);
        readLater(topic, made, HOLE_WAIT_MILLIS);
        return made;
    }

    /** Applies what is held and has come into reach. */
    private void advance(Topic topic, Gap gap) {
        while (true) {
            Kept next = gap.take(replica.offset(topic) + 1);
            if (next == null || !isCurrent(topic, next.forgets()) || !replica.apply(topic, next.publication())) {
                break;
            }
        }
        gap.release(replica.offset(topic));
        if (replica.offset(topic) >= gap.upTo()) {
            gaps.remove(topic, gap);
        }
    }

    private boolean isOpen(Topic topic, Gap gap) {
        return gaps.get(topic) == gap && replica.isPlaced(topic);
    }

    private void readIfOpen(Topic topic, Gap gap) {
        if (!isOpen(topic, gap)) {
            forget(topic, gap);
            return;
        }
        if (gap.isReading()) {
            return;
        }
        gap.reading(true);
        counts.add(ClusterCounts.Kind.HOLES_READ);
        long upTo = gap.upTo();
        source.read(topic, replica.offset(topic), upTo, PAGE, new Missing() {
            @Override
            public void onRead(List<Kept> publications) {
                onMissing(topic, gap, upTo, publications);
            }

            @Override
            public void onRefused(Refusal refusal) {
                gap.reading(false);
                // Nobody waits for ever.
                gap.release(Long.MAX_VALUE);
                readLater(topic, gap, RETRY_MILLIS);
            }
        });
    }

    private void onMissing(Topic topic, Gap gap, long upTo, List<Kept> publications) {
        gap.reading(false);
        if (!isOpen(topic, gap)) {
            forget(topic, gap);
            return;
        }
        boolean isFilled;
        try {
            isFilled = fill(topic, gap, upTo, publications);
        } catch (OutOfMemoryError e) {
            // Nothing has happened; not even that something is lost could be told.
            isFilled = false;
        }
        if (isFilled) {
            readIfOpen(topic, gap);
        } else {
            readLater(topic, gap, HOLE_WAIT_MILLIS);
        }
    }

    /** @return false where there is no room for them at the moment */
    private boolean fill(Topic topic, Gap gap, long upTo, List<Kept> publications) {
        for (Kept kept : publications) {
            if (!isCurrent(topic, kept.forgets())) {
                continue;
            }
            StoredPublication publication = kept.publication();
            if (publication.offset() > replica.offset(topic) + 1) {
                lose(topic, publication.offset() - 1);
            }
            if (!replica.apply(topic, publication)) {
                return false;
            }
        }
        if (publications.size() < PAGE && replica.offset(topic) < upTo) {
            // The store has come to its end: what it did not give is gone, but not what was heard meanwhile.
            lose(topic, Math.min(upTo, Math.max(replica.offset(topic), gap.firstHeld(upTo + 1) - 1)));
        }
        advance(topic, gap);
        return true;
    }

    private void readLater(Topic topic, Gap gap, long millis) {
        loop.schedule(() -> readIfOpen(topic, gap), millis, TimeUnit.MILLISECONDS);
    }

    private void lose(Topic topic, long upTo) {
        long lost = upTo - replica.offset(topic);
        if (lost > 0) {
            replica.lose(topic, upTo);
            counts.add(ClusterCounts.Kind.PUBLICATIONS_LOST, lost);
        }
    }

    /** Nobody waits for ever: what was to be told has a place, wherever this gateway is with the topic. */
    private void forget(Topic topic, @Nullable Gap gap) {
        if (gap != null) {
            gaps.remove(topic, gap);
            gap.release(Long.MAX_VALUE);
        }
    }

    /**
     * The topic is not heard any more, unless somebody has subscribed to it.
     *
     * @return whether it is left
     */
    boolean leave(Topic topic) {
        assert loop.inEventLoop();
        Topic family = topic.family();
        if (topic.hasSubscribers() || (family != null && family.hasSubscribers())) {
            return false;
        }
        if (replica.isPlaced(topic)) {
            replica.unplace(topic);
        }
        forgets.remove(topic);
        forget(topic, gaps.get(topic));
        return true;
    }

    /** Under a new epoch nothing that is held counts. */
    void restart() {
        assert loop.inEventLoop();
        List<Gap> open = List.copyOf(gaps.values());
        gaps.clear();
        forgets.clear();
        open.forEach(gap -> gap.release(Long.MAX_VALUE));
    }
}
