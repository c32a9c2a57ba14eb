package io.tickgate.cluster;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A share of a family's topics, with one tag, one channel of announcements and one sequence.
 *
 * <p><b>Owner:</b> the store's loop.
 */
final class Bucket {
    private final String tag;
    private final byte[] meta;
    private final byte[] topics;
    private final byte[] channel;
    private final byte[] producer;

    /** In the order of the calls; those that were not sent yet are the last ones. */
    private final ArrayDeque<Append> appends = new ArrayDeque<>();

    private long known;
    private @Nullable Witness witness;
    private long numbered;

    /** @param node this run of this gateway */
    Bucket(String tag, String node) {
        this.tag = tag;
        this.meta = Keyspace.bytes(Keyspace.meta(tag));
        this.topics = Keyspace.bytes(Keyspace.topics(tag));
        this.channel = Keyspace.bytes(Keyspace.announcements(tag));
        this.producer = Keyspace.bytes(Keyspace.producer(tag, node));
    }

    String tag() {
        return tag;
    }

    byte[] meta() {
        return meta;
    }

    byte[] topics() {
        return topics;
    }

    byte[] channel() {
        return channel;
    }

    byte[] producer() {
        return producer;
    }

    ArrayDeque<Append> appends() {
        return appends;
    }

    long nextNumber() {
        return ++numbered;
    }

    /** The highest sequence that the store has had under this epoch, as far as this gateway has seen; 0 for none. */
    long known() {
        return known;
    }

    void know(long sequence) {
        known = Math.max(known, sequence);
    }

    /** The publication with the highest sequence that this gateway has seen under this epoch; null before it has seen one. */
    @Nullable
    Witness witness() {
        return witness;
    }

    void know(Witness seen) {
        know(seen.sequence());
        if (witness == null || witness.sequence() < seen.sequence()) {
            witness = seen;
        }
    }

    /** Nothing is known under a new epoch. */
    void restart() {
        known = 0;
        witness = null;
    }
}
