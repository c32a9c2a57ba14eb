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

    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
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
        int cost = frames.readableBytes() + ENTRY_BYTES;
        waiting.addLast(frames);
        bytes += cost;
        return cost;
    }

    /** Moves frames to the connection while it takes them. @return the cost of what was moved */
    long drainTo(Connection connection) {
        long before = bytes;
        while (connection.isWritable()) {
            ByteBuf frames = waiting.pollFirst();
            if (frames == null) {
                break;
            }
            bytes -= frames.readableBytes() + ENTRY_BYTES;
            connection.write(frames);
        }
        return before - bytes;
    }

    /** Moves everything to the end of another outbox. */
    void drainTo(Outbox other) {
        for (ByteBuf frames = waiting.pollFirst(); frames != null; frames = waiting.pollFirst()) {
            other.add(frames);
        }
        bytes = 0;
    }

    /** Drops everything. @return the cost of what was dropped */
    long clear() {
        long dropped = bytes;
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        bytes = 0;
        return dropped;
    }
}
