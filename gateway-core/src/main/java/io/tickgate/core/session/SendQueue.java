package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;

/**
 * The one order in which a session's frames leave: what the socket takes now, then what waits for the socket, and behind
 * both the publications that wait for a confirmation.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> see {@link Outbox}.
 */
final class SendQueue {
    private final Session session;
    private final Connection connection;
    private final SessionServices services;
    private final Outbox outbox = new Outbox();
    /** Publications for subscriptions whose list is not confirmed yet: they may not overtake the confirmation. */
    private final Outbox held = new Outbox();

    private boolean holding;
    private boolean flushScheduled;

    SendQueue(Session session, Connection connection, SessionServices services) {
        this.session = session;
        this.connection = connection;
        this.services = services;
    }

    boolean isHolding() {
        return holding;
    }

    /** Whether nothing waits for the socket to take bytes again. */
    boolean isEmpty() {
        return outbox.isEmpty();
    }

    /** Whether there are frames that have not even been written to the connection. */
    boolean hasWaiting() {
        return holding || !outbox.isEmpty();
    }

    /** What waits for the socket, with what keeping it costs. */
    long bytes() {
        return outbox.bytes();
    }

    /** Behind everything that waits for the socket; takes over the reference. */
    void add(ByteBuf frames) {
        if (outbox.isEmpty() && connection.isWritable()) {
            connection.write(frames);
        } else {
            services.slowReaders().onQueued(session, outbox.add(frames));
        }
    }

    /** Adds bytes that are kept anyway, so that only the reference counts; takes it over. */
    void addKept(ByteBuf frames) {
        if (outbox.isEmpty() && connection.isWritable()) {
            connection.write(frames);
        } else {
            services.slowReaders().onQueued(session, outbox.addKept(frames));
        }
    }

    /** Adds what goes out in any case; takes over the reference. The session may be closed before this returns. */
    void addAnswer(ByteBuf frame) {
        int length = frame.readableBytes();
        add(frame);
        closeIfOverfull(length);
    }

    /**
     * Adds what may not overtake a confirmation; takes over the reference. The session may be closed before this
     * returns.
     */
    void addPublication(ByteBuf frames) {
        int length = frames.readableBytes();
        if (holding) {
            held.add(frames);
        } else {
            add(frames);
        }
        closeIfOverfull(length);
    }

    private void closeIfOverfull(int length) {
        long waiting = outbox.bytes() + held.bytes() + connection.pendingBytes();
        // One frame, however large, never condemns a session by itself: there must have been something before it.
        if (waiting > services.limits().queueBytesMax() && waiting > 2L * length) {
            session.closeSlow("more than " + services.limits().queueBytesMax() + " bytes wait");
        }
    }

    /** Adds a publication that is kept anyway; takes over the reference. */
    void addKeptPublication(ByteBuf frames) {
        if (holding) {
            held.addKept(frames);
        } else {
            addKept(frames);
        }
    }

    /** Publications wait from here on, until {@link #release}. */
    void hold() {
        holding = true;
    }

    /** What was held goes out, behind what was written meanwhile. */
    void release() {
        holding = false;
        long before = outbox.bytes();
        held.drainTo(outbox);
        if (outbox.bytes() > before) {
            services.slowReaders().onQueued(session, outbox.bytes() - before);
            onWritable();
        }
    }

    /** The socket takes bytes again. */
    void onWritable() {
        long drained = outbox.drainTo(connection);
        if (drained > 0) {
            services.slowReaders().onDrained(session, drained, outbox.isEmpty());
            connection.flush();
        }
    }

    void flushAtEndOfTurn() {
        if (!flushScheduled) {
            flushScheduled = true;
            services.shard().flushLater(session);
        }
    }

    void onFlush() {
        flushScheduled = false;
    }

    /** Gives up everything that was not written to the connection. */
    void drop() {
        long dropped = outbox.clear();
        if (dropped > 0) {
            services.slowReaders().onDrained(session, dropped, true);
        }
        held.clear();
        holding = false;
    }
}
