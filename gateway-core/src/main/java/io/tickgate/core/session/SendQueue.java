package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.session.Outbox.Entry;
import java.util.List;

/**
 * What one session sends, in order: to its connection while that takes it, behind what waits otherwise. Publications may be
 * held back besides, so that they do not overtake the confirmation of the subscription that brings them.
 *
 * <p>Whatever is not with the kernel yet is accounted for, what the connection was given included: see
 * {@link SlowReaders}.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> {@code outbound.queue-bytes-max}, and for all sessions of the loop
 * its share of {@code outbound.bytes-total}. Adding may close the session, and {@link #flush} any session that is behind.
 */
final class SendQueue implements TurnPacer.Work {
    private final Session session;
    private final Connection connection;
    private final SessionServices services;
    private final SlowReaders slowReaders;
    private final Outbox waiting;
    private final Outbox held;
    /** What the connection was given and has not passed on. */
    private final Outbox written;

    private boolean holding;
    private boolean paced;
    private boolean enlisted;
    private boolean flushScheduled;
    private boolean listed;

    SendQueue(Session session, Connection connection, SessionServices services) {
        this.session = session;
        this.connection = connection;
        this.services = services;
        this.slowReaders = services.slowReaders();
        this.waiting = new Outbox(slowReaders);
        this.held = new Outbox(slowReaders);
        this.written = new Outbox(slowReaders);
        connection.whenWritten(this::onWritten);
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

    /** Whether anything waited, here or in the connection, when it was flushed last. */
    boolean isListed() {
        return listed;
    }

    /** Whether nothing waits, and the connection takes more. */
    boolean isDrained() {
        return !isBehind() && connection.isWritable();
    }

    /** How far the session is behind, in bytes: what the kernel has not taken yet. */
    long lag() {
        return waiting.lag() + held.lag() + written.lag();
    }

    /** Behind everything that waits, past what is held; takes over the reference. */
    void add(ByteBuf frame) {
        add(SharedBytes.of(frame), 0);
        frame.release();
    }

    /** As {@link #add(ByteBuf)}, and flushed with this turn; counts against the session's limit. */
    void addAnswer(ByteBuf frame) {
        int length = frame.readableBytes();
        add(frame);
        closeIfOverfull(length);
        flushAtEndOfTurn();
    }

    /** The last words of a session, to the connection at once; takes over the reference. Everything that waits is dropped. */
    void say(ByteBuf frame) {
        drop();
        write(SharedBytes.of(frame), 0);
        frame.release();
        connection.flush();
        list();
    }

    /** As {@link #add(ByteBuf)}, for bytes that others may wait for too. */
    void add(SharedBytes bytes, int from) {
        if (!paced && waiting.isEmpty() && connection.isWritable()) {
            write(bytes, from);
        } else {
            session.onQueued();
            waiting.add(bytes, from);
        }
    }

    /** A publication, which is held when publications are. Counts against the session's limit. */
    void addPublication(SharedBytes bytes, int from) {
        if (holding) {
            held.add(bytes, from);
        } else {
            add(bytes, from);
        }
        if (!bytes.isKeptAnyway()) {
            closeIfOverfull(bytes.length());
        }
    }

    /**
     * What a client that has come back missed: it waits for its turn among all who have, and so does what is added after it,
     * until nothing waits any more.
     *
     * @param frames out of a history, which keeps them anyway, so that only the reference costs; takes over each
     */
    void addReplay(List<Replay.Frame> frames) {
        (holding ? held : waiting).addKept(frames);
        pace();
    }

    private void write(SharedBytes bytes, int from) {
        write(written.hold(bytes, from));
    }

    private void write(Entry entry) {
        session.onQueued();
        written.add(entry);
        connection.write(entry.bytes().slice(entry.from()));
    }

    /** The connection has passed on, or given up, the oldest of what it was given. */
    private void onWritten() {
        Entry entry = written.poll();
        if (entry != null) {
            written.letGo(entry);
            if (listed) {
                list();
            }
        }
    }

    private void closeIfOverfull(int length) {
        long asked = waiting.asked() + held.asked() + written.asked();
        if (asked > services.limits().askedBytesMax() && asked > 2L * length) {
            session.closing()
                    .closeSlow("more than " + services.limits().askedBytesMax() + " bytes wait that were asked for");
            return;
        }
        long bytes = lag() - asked;
        // One frame, however large, never condemns a session by itself: there must have been something before it.
        if (bytes > services.limits().queueBytesMax() && bytes > 2L * length) {
            session.closing().closeSlow("more than " + services.limits().queueBytesMax() + " bytes wait");
        }
    }

    /** Publications wait from here on, until {@link #release}. */
    void hold() {
        session.onQueued();
        holding = true;
    }

    /** What was held goes out, behind what was written meanwhile. */
    void release() {
        holding = false;
        held.moveTo(waiting);
        if (paced || !waiting.isEmpty()) {
            drain();
        }
    }

    /** Runs {@code task}, whose publications are not held: they belong in front of what the others wait for. */
    void pastHeld(Runnable task) {
        boolean before = holding;
        holding = false;
        task.run();
        holding = before && session.isOpen();
    }

    private void pace() {
        session.onQueued();
        paced = true;
        if (!holding) {
            enlist();
        }
    }

    private void enlist() {
        if (!enlisted) {
            enlisted = true;
            services.pacer().enlist(this);
        }
    }

    /**
     * Sends about as much as a socket's buffer takes.
     *
     * @return whether there is more, and the connection may take it
     */
    @Override
    public boolean doSome() {
        enlisted = false;
        if (!connection.hasPending() && sendJoined(services.shard().scratch())) {
            paced = !waiting.isEmpty();
            enlisted = paced;
            list();
            return paced;
        }
        // Whatever is left when the connection is full goes on when it says that it is not.
        writeWaiting();
        paced = !waiting.isEmpty();
        return false;
    }

    /**
     * @param scratch any buffer that may be filled and sent within this call
     * @return whether the socket took all of a buffer full of frames
     */
    private boolean sendJoined(ByteBuf scratch) {
        scratch.clear();
        waiting.copyTo(scratch);
        if (!scratch.isReadable()) {
            return false;
        }
        int sent = connection.trySend(scratch);
        waiting.skip(sent);
        return sent == scratch.readableBytes();
    }

    /** The connection takes bytes again. */
    void drain() {
        if (paced) {
            enlist();
        } else {
            writeWaiting();
        }
    }

    private void writeWaiting() {
        boolean any = false;
        while (connection.isWritable()) {
            Entry entry = waiting.poll();
            if (entry == null) {
                break;
            }
            write(entry);
            any = true;
        }
        if (any) {
            connection.flush();
        }
        list();
    }

    /** What was written to the connection leaves with this turn. */
    void flushAtEndOfTurn() {
        if (!flushScheduled) {
            flushScheduled = true;
            services.shard().flushLater(session);
        }
    }

    /** The turn has ended; called for {@link #flushAtEndOfTurn}, also after the session's end. */
    void flush() {
        flushScheduled = false;
        connection.flush();
        list();
        slowReaders.closeWorst();
    }

    /** Who is behind after a flush is known to the shard. */
    private void list() {
        boolean behind = !(waiting.isEmpty() && held.isEmpty() && written.isEmpty());
        if (behind != listed) {
            listed = behind;
            if (behind) {
                slowReaders.enlist(session);
            } else {
                slowReaders.discharge(session);
                session.snapshots().goOn();
            }
        }
    }

    /** Gives up whatever waits or is held. */
    void drop() {
        waiting.clear();
        held.clear();
        holding = false;
        paced = false;
        list();
    }

    /** Gives up what the connection was given as well; to be called when it is closed next. */
    void abandon() {
        written.clear();
        drop();
    }
}
