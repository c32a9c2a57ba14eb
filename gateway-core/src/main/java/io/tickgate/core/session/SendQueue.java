package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;

/**
 * What one session sends, in order: to its connection while that takes it, behind what waits otherwise. Publications may be
 * held back besides, so that they do not overtake the confirmation of the subscription that brings them.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> that of {@link Outbox}, and {@code outbound.queue-bytes-max}. Adding
 * may close the session, when this queue or its shard's queues are full.
 */
final class SendQueue {
    private final Session session;
    private final Connection connection;
    private final SessionServices services;
    private final Outbox waiting = new Outbox();
    private final Outbox held = new Outbox();
    private boolean holding;
    private boolean flushScheduled;

    SendQueue(Session session, Connection connection, SessionServices services) {
        this.session = session;
        this.connection = connection;
        this.services = services;
    }

    /** Whether nothing waits for the connection. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isHolding() {
        return holding;
    }

    /** Whether there is, or soon will be, something that was not even written to the connection. */
    boolean isBehind() {
        return holding || !waiting.isEmpty();
    }

    /** Whether nothing waits, and the connection takes more. */
    boolean isDrained() {
        return !isBehind() && connection.isWritable();
    }

    /** What waits for the connection, with what keeping it costs. */
    long waitingBytes() {
        return waiting.bytes();
    }

    /** Behind everything that waits, past what is held; takes over the reference. */
    void add(ByteBuf frame) {
        if (passesOn()) {
            connection.write(frame);
        } else {
            services.slowReaders().onQueued(session, waiting.add(frame));
        }
    }

    /** As {@link #add}, and flushed with this turn; counts against the session's limit. */
    void addAnswer(ByteBuf frame) {
        int length = frame.readableBytes();
        add(frame);
        closeIfOverfull(length);
        flushAtEndOfTurn();
    }

    /** A publication, which is held when publications are; takes over the reference. Counts against the limit. */
    void addPublication(ByteBuf frames) {
        int length = frames.readableBytes();
        if (holding) {
            held.add(frames);
        } else {
            add(frames);
        }
        closeIfOverfull(length);
    }

    /** As {@link #add}, for bytes that are kept anyway, so that only the reference costs. */
    void addKept(ByteBuf frames) {
        if (passesOn()) {
            connection.write(frames);
        } else {
            services.slowReaders().onQueued(session, waiting.addKept(frames));
        }
    }

    /** As {@link #addPublication}, for bytes that are kept anyway, so that only the reference costs. */
    void addKeptPublication(ByteBuf frames) {
        if (holding) {
            held.addKept(frames);
        } else {
            addKept(frames);
        }
    }

    private boolean passesOn() {
        return waiting.isEmpty() && connection.isWritable();
    }

    private void closeIfOverfull(int length) {
        long bytes = waiting.bytes() + held.bytes() + connection.pendingBytes();
        // One frame, however large, never condemns a session by itself: there must have been something before it.
        if (bytes > services.limits().queueBytesMax() && bytes > 2L * length) {
            session.closeSlow("more than " + services.limits().queueBytesMax() + " bytes wait");
        }
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
            services.slowReaders().onQueued(session, waiting.bytes() - before);
            drain();
        }
    }

    /** The connection takes bytes again. */
    void drain() {
        long drained = waiting.drainTo(connection);
        if (drained > 0) {
            services.slowReaders().onDrained(session, drained, waiting.isEmpty());
            connection.flush();
        }
    }

    /** What was written to the connection leaves with this turn. */
    void flushAtEndOfTurn() {
        if (!flushScheduled) {
            flushScheduled = true;
            services.shard().flushLater(session);
        }
    }

    /** The turn has ended; called for {@link #flushAtEndOfTurn}, also after the session's end. */
    void onEndOfTurn() {
        flushScheduled = false;
    }

    /** Gives up whatever waits or is held. */
    void drop() {
        long dropped = waiting.clear();
        if (dropped > 0) {
            services.slowReaders().onDrained(session, dropped, true);
        }
        held.clear();
        holding = false;
    }
}
