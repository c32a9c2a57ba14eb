package io.tickgate.core.broadcast;

import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of one home as this gateway has heard of them from a {@link Backbone}: what is numbered is delivered in the order
 * of the offsets, each once, and what does not come is told.
 *
 * <p><b>Owner:</b> the home shard.
 */
final class ReplicaTopics {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaTopics.class);

    private final Shard shard;
    private final Sequencer sequencer;
    private final SubscriberRegistry subscribers;
    private final AppliedListeners listeners;

    ReplicaTopics(Shard shard, Sequencer sequencer, SubscriberRegistry subscribers, AppliedListeners listeners) {
        this.shard = shard;
        this.sequencer = sequencer;
        this.subscribers = subscribers;
        this.listeners = listeners;
    }

    /** See {@link Replica#place}. */
    void place(Topic topic, long offset, @Nullable StoredPublication newest) {
        assert shard.isCurrent();
        if (topic.isCollected() || topic.isPlaced()) {
            return;
        }
        topic.placeAt(offset, shard.nanoTime());
        sequencer.beginHistory(topic);
        if (newest != null && newest.offset() == offset) {
            sequencer.keepOlder(topic, List.of(newest), publication -> exclusion(topic, publication));
        }
        AppliedListener listener = listeners.of(topic);
        if (listener != null) {
            listener.onPlaced(topic, offset, newest);
        }
    }

    /** See {@link Replica#unplace}. */
    void unplace(Topic topic) {
        assert shard.isCurrent();
        if (topic.isPlaced()) {
            sequencer.forgetHistory(topic);
            topic.unplace();
        }
    }

    /** See {@link Replica#apply}. */
    boolean apply(Topic topic, StoredPublication publication) {
        assert shard.isCurrent();
        long offset = publication.offset();
        if (!topic.isPlaced() || offset <= topic.offset()) {
            return true;
        }
        if (offset > topic.offset() + 1) {
            return false;
        }
        Treatment treatment =
                Treatment.of(exclusion(topic, publication), publication.mayConflate(), publication.urgent());
        // A module knows it before any subscriber gets it.
        tellApplied(topic, publication);
        try {
            sequencer.deliver(
                    topic, publication.body(), treatment, offset, publication.epochMicros(), 0, shard.nanoTime());
            shard.counters().increment(Counter.APPLIED);
        } catch (WireException e) {
            LOG.error("{} has a publication at {} that cannot be read: {}", topic, offset, e.text());
            lose(topic, offset);
            return true;
        } catch (OutOfMemoryError e) {
            // Nothing has happened; it is read and comes again.
            return false;
        }
        return true;
    }

    void tellApplied(Topic topic, StoredPublication publication) {
        AppliedListener listener = listeners.of(topic);
        if (listener != null) {
            listener.onApplied(topic, publication);
        }
    }

    /** Who does not get a publication here; null for nobody. */
    @Nullable
    Exclusion exclusion(Topic topic, StoredPublication publication) {
        AppliedListener listener = listeners.of(topic);
        Exclusion ofModule = listener == null ? null : listener.exclusion(topic, publication);
        String id = publication.exclude();
        if (ofModule != null || id == null) {
            return ofModule;
        }
        Subscriber excluded = subscribers.find(id);
        return excluded == null ? null : Exclusion.of(id, excluded);
    }

    /** See {@link Replica#lose}. */
    void lose(Topic topic, long upTo) {
        assert shard.isCurrent();
        if (!topic.isPlaced() || upTo <= topic.offset()) {
            return;
        }
        long count = upTo - topic.offset();
        sequencer.lose(topic, upTo);
        shard.counters().add(Counter.STORE_LOST, count);
        AppliedListener listener = listeners.of(topic);
        if (listener != null) {
            listener.onLost(topic, upTo);
        }
    }

    /** See {@link Replica#forgotten}. */
    void forgotten(Topic topic) {
        assert shard.isCurrent();
        if (topic.isPlaced()) {
            sequencer.beginHistory(topic);
            AppliedListener listener = listeners.of(topic);
            if (listener != null) {
                listener.onForgotten(topic);
            }
        }
    }
}
