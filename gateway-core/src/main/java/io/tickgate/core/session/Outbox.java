package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/**
 * What waits for one session whose socket is full, in order. Whole frames or joined whole frames, each shared with every
 * other session that waits for the same bytes.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> the session closes at {@code outbound.queue-bytes-max}, and its shard
 * closes the worst at its share of {@code outbound.bytes-total}.
 */
final class Outbox {
    /** What one waiting buffer costs beside its bytes: the slice object, its slot and its share of the bookkeeping. */
    static final int ENTRY_BYTES = 64;

    private record Entry(ByteBuf frames, int cost) {}

    private final ArrayDeque<Entry> waiting = new ArrayDeque<>(0);
    private long bytes;

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Bytes waiting, with what keeping them costs. */
    long bytes() {
        return bytes;
    }

    /** Takes over the reference. @return what it costs */
    int add(ByteBuf frames) {
        return add(frames, frames.readableBytes() + ENTRY_BYTES);
    }

    /** Takes over a reference to bytes that are kept anyway, so that only the reference costs. @return what it costs */
    int addKept(ByteBuf frames) {
        return add(frames, ENTRY_BYTES);
    }

    private int add(ByteBuf frames, int cost) {
        waiting.addLast(new Entry(frames, cost));
        bytes += cost;
        return cost;
    }

    /** Moves frames to the connection while it takes them. @return the cost of what was moved */
    long drainTo(Connection connection) {
        long before = bytes;
        while (connection.isWritable()) {
            Entry entry = waiting.pollFirst();
            if (entry == null) {
                break;
            }
            bytes -= entry.cost;
            connection.write(entry.frames);
        }
        return before - bytes;
    }

    /** Moves everything to the end of another outbox. */
    void drainTo(Outbox other) {
        for (Entry entry = waiting.pollFirst(); entry != null; entry = waiting.pollFirst()) {
            other.add(entry.frames, entry.cost);
        }
        bytes = 0;
    }

    /** Drops everything. @return the cost of what was dropped */
    long clear() {
        long dropped = bytes;
        waiting.forEach(entry -> entry.frames.release());
        waiting.clear();
        bytes = 0;
        return dropped;
    }
}
