package io.tickgate.core.broadcast;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of one family that have a newest value, of those whose home is one shard, in the order in which they were
 * made.
 *
 * <p><b>Owner:</b> the home shard; how many there are and what they hold may be read anywhere. <b>Bound:</b>
 * {@code limits.max-topics}. <b>Cost:</b> 64 bytes for each; a publication of a member that is there changes one number.
 */
final class FamilyStates {
    private final TreeMap<Long, Topic> bySerial = new TreeMap<>();
    private volatile int count;
    private volatile long bytes;

    /** {@code topic} has a value now. */
    void add(Topic topic) {
        bySerial.put(topic.serial(), topic);
        count = bySerial.size();
    }

    /** {@code topic} has none any more. */
    void remove(Topic topic) {
        bySerial.remove(topic.serial());
        count = bySerial.size();
    }

    /** A value became larger or smaller. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer: the home shard.
    void resize(int change) {
        bytes += change;
    }

    /** The first one made after the one of that serial number; null when there is none. */
    @Nullable
    Topic after(long serial) {
        Map.Entry<Long, Topic> next = bySerial.higherEntry(serial);
        return next == null ? null : next.getValue();
    }

    /** Any thread. */
    int count() {
        return count;
    }

    /** Bytes of the values, each as one format has it, with its name. Any thread. */
    long bytes() {
        return bytes;
    }
}
