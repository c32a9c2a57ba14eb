package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;

/**
 * What one session sends, in order: to its connection while that takes it, behind what waits otherwise. Publications may be
 * held back besides, so that they do not overtake the confirmation of the subscription that brings them.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> that of {@link Outbox}. Adding may close the session, when its shard's
 * queues are full.
 */
final class SendQueue {
    private final Session session;
    private final Connection connection;
    private final SlowReaders slowReaders;
    private final Outbox waiting = new Outbox();
    private final Outbox held = new Outbox();
    private boolean holding;

    SendQueue(Session session, Connection connection, SlowReaders slowReaders) {
        this.session = session;
        this.connection = connection;
        this.slowReaders = slowReaders;
    }

    /** Whether nothing waits for the connection. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isHolding() {
        return holding;
    }

    /** What waits for the connection, with what keeping it costs. */
    long waitingBytes() {
        return waiting.bytes();
    }

    /** Everything that the socket has not taken yet. */
    long bytes() {
        return waiting.bytes() + held.bytes() + connection.pendingBytes();
    }

    /** Behind everything that waits, past what is held; takes over the reference. */
    void add(ByteBuf frame) {
        if (passesOn()) {
            connection.write(frame);
        } else {
            slowReaders.onQueued(session, waiting.add(frame));
        }
    }

    /** A publication, which is held when publications are; takes over the reference. */
    void addPublication(ByteBuf frames) {
        if (holding) {
            held.add(frames);
        } else {
            add(frames);
        }
    }

    /** As {@link #addPublication}, for bytes that are kept anyway, so that only the reference costs. */
    void addKept(ByteBuf frames) {
        if (holding) {
            held.addKept(frames);
        } else if (passesOn()) {
            connection.write(frames);
        } else {
            slowReaders.onQueued(session, waiting.addKept(frames));
        }
    }

    private boolean passesOn() {
        return waiting.isEmpty() && connection.isWritable();
    }

    /** Publications wait from here on, until {@link #release}. */
    void hold() {
        holding = true;
    }

    /** What was held goes out, behind what was written meanwhile. */
    void release() {
        holding = false;
        long before = waiting.bytes();
        held.drainTo(waiting);
        if (waiting.bytes() > before) {
            slowReaders.onQueued(session, waiting.bytes() - before);
            drain();
        }
    }

    /** The connection takes bytes again. */
    void drain() {
        long drained = waiting.drainTo(connection);
        if (drained > 0) {
            slowReaders.onDrained(session, drained, waiting.isEmpty());
            connection.flush();
        }
    }

    /** Gives up whatever waits or is held. */
    void drop() {
        long dropped = waiting.clear();
        if (dropped > 0) {
            slowReaders.onDrained(session, dropped, true);
        }
        held.clear();
        holding = false;
    }
}
