package io.tickgate.core.broadcast;

import io.tickgate.core.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Finds topics that nobody uses, some at every tick, and has their homes drop them: publishers invent names, and without
 * this a name published to once would cost memory for ever.
 *
 * <p>It hurries while room is short, in the directory or in the share of an address: then an eighth of the directory is
 * looked at per tick, so that all of it is gone through in about a second, and what was never published to, has no
 * subscriber and so is worth nothing goes at once. It hurries until two whole passes after the directory had room again:
 * what a thousand clients leave behind who went at the same moment goes to the last name.
 *
 * <p><b>Owner:</b> the loop that ticks it. <b>Cost:</b> a look takes some 50 ns and a drop under 1 µs; a tick looks for 2 ms
 * at most, and hands each home at most {@link #BATCH_TOPICS} topics per task.
 */
final class TopicCollector {
    /** Looked at per tick when there is no hurry: a directory of 200,000 is gone through in under a minute. */
    static final int LOOKS_PER_TICK = 1_000;
    /** And in a hurry; 100,000 topics take an eighth of that. */
    static final int LOOKS_PER_TICK_MAX = 20_000;

    private static final int TICKS_PER_PASS = 8;
    private static final int BATCH_TOPICS = 500;
    private static final long LOOK_NANOS_MAX = 2_000_000;
    private static final int PASSES_AFTER_CROWDING = 2;

    private final TopicDirectory directory;
    private final Sequencer[] sequencers;
    private final long idleNanos;
    private final Clock clock;
    /** By home. */
    private final List<List<Topic>> unused = new ArrayList<>();

    private Iterator<Topic> cursor = Collections.emptyIterator();
    /** Topics there were when the pass began: what it drops must not slow it down. */
    private int passSize;

    private int hurriedPasses;

    /** @param idleNanos a topic unused for so long is dropped ({@code limits.topic-idle}); a full directory drops any */
    TopicCollector(TopicDirectory directory, Sequencer[] sequencers, long idleNanos, Clock clock) {
        this.directory = directory;
        this.sequencers = sequencers;
        this.idleNanos = idleNanos;
        this.clock = clock;
        for (int i = 0; i < sequencers.length; i++) {
            unused.add(new ArrayList<>());
        }
    }

    void tick(long nowNanos) {
        if (!cursor.hasNext()) {
            beginPass();
        } else if (hurriedPasses == 0 && directory.isCrowded()) {
            beginPass();
        }
        int looks = looks();
        long startedAtNanos = clock.nanoTime();
        // Only the first ones are dropped for being unused just now: that many places are enough for a tick's
        // publishers.
        look(Math.min(looks, LOOKS_PER_TICK), directory.isFull() ? nowNanos : nowNanos - idleNanos);
        for (int left = looks - LOOKS_PER_TICK; left > 0; left -= LOOKS_PER_TICK) {
            if (clock.nanoTime() - startedAtNanos > LOOK_NANOS_MAX) {
                break;
            }
            look(Math.min(left, LOOKS_PER_TICK), nowNanos - idleNanos);
        }
    }

    private void beginPass() {
        cursor = directory.memberIterator();
        passSize = directory.size();
        if (directory.isCrowded()) {
            hurriedPasses = PASSES_AFTER_CROWDING;
        } else if (hurriedPasses > 0) {
            hurriedPasses--;
        }
    }

    private int looks() {
        if (hurriedPasses == 0 && !directory.isAnyShareCrowded()) {
            return LOOKS_PER_TICK;
        }
        return Math.min(LOOKS_PER_TICK_MAX, Math.max(LOOKS_PER_TICK, passSize / TICKS_PER_PASS + 1));
    }

    private void look(int looks, long usedBeforeNanos) {
        for (int i = 0; i < looks && cursor.hasNext(); i++) {
            Topic topic = cursor.next();
            if (!topic.hasSubscribers()) {
                List<Topic> batch = unused.get(topic.home().index());
                batch.add(topic);
                if (batch.size() == BATCH_TOPICS) {
                    handOver(topic.home(), usedBeforeNanos);
                }
            }
        }
        for (List<Topic> batch : unused) {
            if (!batch.isEmpty()) {
                handOver(batch.get(0).home(), usedBeforeNanos);
            }
        }
    }

    private void handOver(Shard home, long usedBeforeNanos) {
        List<Topic> batch = List.copyOf(unused.get(home.index()));
        unused.get(home.index()).clear();
        Sequencer sequencer = sequencers[home.index()];
        boolean roomIsShort = hurriedPasses > 0;
        home.execute(() -> {
            for (Topic topic : batch) {
                sequencer.collectIfIdle(topic, usedBeforeNanos, roomIsShort);
            }
        });
    }
}
