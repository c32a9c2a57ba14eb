package io.tickgate.core.broadcast;

import java.util.Collections;
import java.util.Iterator;

/**
 * Finds topics that nobody uses, a few at every tick, and has their homes drop them: publishers invent names, and without
 * this a name published to once would cost memory for ever.
 *
 * <p><b>Owner:</b> the loop that ticks it.
 */
final class TopicCollector {
    /** Looked at per tick: a directory of 200,000 is gone through in under a minute, a tick costs well under 1 ms. */
    static final int LOOKS_PER_TICK = 1_000;

    private final TopicDirectory directory;
    private final Sequencer[] sequencers;
    private final long idleNanos;
    private Iterator<Topic> cursor = Collections.emptyIterator();

    /** @param idleNanos a topic unused for so long is dropped ({@code limits.topic-idle}); a full directory drops any */
    TopicCollector(TopicDirectory directory, Sequencer[] sequencers, long idleNanos) {
        this.directory = directory;
        this.sequencers = sequencers;
        this.idleNanos = idleNanos;
    }

    void tick(long nowNanos) {
        long usedBeforeNanos = directory.isFull() ? nowNanos : nowNanos - idleNanos;
        if (!cursor.hasNext()) {
            cursor = directory.memberIterator();
        }
        for (int i = 0; i < LOOKS_PER_TICK && cursor.hasNext(); i++) {
            Topic topic = cursor.next();
            if (!topic.hasSubscribers()) {
                Sequencer sequencer = sequencers[topic.home().index()];
                topic.home().execute(() -> sequencer.collectIfIdle(topic, usedBeforeNanos));
            }
        }
    }
}
