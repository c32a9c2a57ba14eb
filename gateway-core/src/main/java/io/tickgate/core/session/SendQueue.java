package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.Topic;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one session sends: to its connection while that takes it, into {@link Lanes} otherwise. Publications may be held back
 * besides, so that they do not overtake the confirmation of the subscription that brings them.
 *
 * <p>Whatever is not with the kernel yet is accounted for, what the connection was given included: see {@link Backlog}.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> that of {@link Ladder}, and for all sessions of the loop its share of
 * {@code outbound.bytes-total}. Adding may close the session, and {@link #flush} any session that is behind.
 */
final class SendQueue implements TurnPacer.Work {
    private final Session session;
    private final Connection connection;
    private final SessionServices services;
    private final SlowReaders slowReaders;
    private final Backlog backlog;
    private final Ladder ladder;
    private final Outbox held = new Outbox();
    private final ConnectionWriter writer;
    /** What waits; null when nothing does. Then the connection has something to pass on, or the pacer knows of it. */
    private @Nullable Lanes lanes;

    private boolean holding;
    private boolean enlisted;
    private boolean flushScheduled;
    private boolean listed;
    private long behindSinceNanos;
    private final Throttle throttle;

    SendQueue(Session session, Connection connection, SessionServices services) {
        this.session = session;
        this.connection = connection;
        this.services = services;
        this.slowReaders = services.slowReaders();
        this.backlog = new Backlog(slowReaders, services.shard().counters(), session::encode);
        this.ladder = new Ladder(services.limits(), services.shard().counters(), backlog);
        this.throttle = new Throttle(services, this::drain);
        this.writer = new ConnectionWriter(
                session, connection, this::onPassed, services.shard().counters());
    }

    /** Whether nothing waits for the connection. */
    boolean isEmpty() {
        return lanes == null;
    }

    boolean isHolding() {
        return holding;
    }

    /** Whether there is, or soon will be, something that was not even written to the connection. */
    boolean isBehind() {
        return isWaiting() || throttle.isOn();
    }

    /** Whether something waits that was not written to the connection. */
    boolean isWaiting() {
        return holding || lanes != null;
    }

    /** Whether anything waited, here or in the connection, when it was flushed last. */
    boolean isListed() {
        return listed;
    }

    /** Whether one page of newest values more may be added: none waits, whatever else does. */
    boolean takesPage() {
        Lanes all = lanes;
        return !holding && (all == null ? connection.isWritable() : !all.isPageWaiting());
    }

    /** What waits, what the kernel has not taken yet included. */
    Backlog backlog() {
        return backlog;
    }

    /** How far the session is behind, in bytes: what the kernel has not taken yet. */
    long lag() {
        return backlog.lag();
    }

    /** See {@link Ladder#rung}. */
    int rung() {
        return ladder.rung(lanes);
    }

    /** Since when something waits; of no meaning when nothing does. */
    long behindSinceNanos() {
        return behindSinceNanos;
    }

    /** An answer, ahead of all publications and flushed with this turn; takes over the reference. */
    void addAnswer(ByteBuf frame) {
        SharedRun answer = own(frame);
        int length = answer.length();
        backlog.onFrame(length);
        if (isOpenWay()) {
            writer.write(answer);
        } else {
            lanes().addControl(answer);
            goOn();
        }
        closeIfOverfull(length);
        flushAtEndOfTurn();
    }

    /** A last word, behind everything that waits; takes over the reference. */
    void addLast(ByteBuf frame) {
        if (isOpenWay()) {
            writer.write(own(frame));
        } else {
            lanes().addLast(own(frame));
            goOn();
        }
    }

    /** The last words of a session, to the connection at once; takes over the reference. Everything that waits is dropped. */
    void say(ByteBuf frame) {
        drop();
        writer.write(own(frame));
        connection.flush();
        list();
    }

    private SharedRun own(ByteBuf frame) {
        SharedRun run = SharedRun.of(backlog, SharedBytes.of(frame));
        frame.release();
        return run;
    }

    /**
     * Publications that the direct way did not take, or could not be sent there.
     *
     * @param from how much was sent
     */
    void addRest(SharedBytes frames, int from) {
        SharedRun run = SharedRun.of(backlog, frames, from, frames.length());
        if (!throttle.isOn() && !holding && lanes == null && connection.isDirect() && !connection.hasPending()) {
            // The socket is full: what it began is the connection's, which says when it has passed it on.
            SharedRun begun = run.take(1);
            backlog.onFrame(begun.length());
            writer.writeBegun(begun);
        }
        if (!run.isEmpty()) {
            addPublications(run);
        }
        closeIfOverfull(frames.length());
    }

    /** A publication by itself, which was not sent the direct way. */
    void addPublication(SharedBytes frame) {
        addPublications(SharedRun.of(backlog, frame, 0, frame.length()));
        closeIfOverfull(frame.length());
    }

    private void addPublications(SharedRun run) {
        backlog.onFrame(run.longest());
        if (!holding && !throttle.isOn() && isOpenWay()) {
            writer.write(run);
        } else {
            place(run);
        }
    }

    private void place(Waiting waiting) {
        if (holding) {
            session.onQueued();
            held.add(waiting);
        } else {
            Lanes all = lanes();
            ladder.beforePlacing(all);
            all.add(waiting);
            goOn();
        }
    }

    /** One publication of which nothing newer takes the place. */
    void addFirm(Topic topic, SharedBytes frame) {
        addPublications(SharedRun.firm(backlog, frame, topic));
        if (!frame.isKeptAnyway()) {
            closeIfOverfull(frame.length());
        }
    }

    /** A page of the newest values of a family's members; while nothing is held. */
    void addPage(Topic family, SharedBytes page) {
        SharedRun run = SharedRun.firm(backlog, page, family);
        backlog.onFrame(run.length());
        if (!throttle.isOn() && isOpenWay()) {
            writer.write(run);
        } else {
            lanes().addPage(run);
            goOn();
        }
        closeIfOverfull(page.length());
    }

    /**
     * What a client that has come back missed: it waits for its turn among all who have, and so does what is added after it,
     * until nothing waits any more.
     *
     * @param frames out of a history, which keeps them anyway, so that only the reference costs; takes over each
     */
    void addReplay(Topic topic, List<Replay.Frame> frames) {
        place(new KeptFrames(backlog, topic, frames));
    }

    /** Whether the connection may be given more, behind what it has. */
    private boolean isOpenWay() {
        return lanes == null && connection.isWritable() && !(connection.isDirect() && (writer.isFull() || listed));
    }

    private Lanes lanes() {
        Lanes all = lanes;
        if (all == null) {
            session.onQueued();
            all = new Lanes(backlog);
            if (throttle.isOn()) {
                // However little waits, the newest of a state is what is worth its bytes.
                all.climb();
            }
            lanes = all;
        }
        return all;
    }

    /** The connection has passed on, or given up, some of what it was given. */
    private void onPassed() {
        drain();
        if (listed) {
            list();
        }
    }

    private void closeIfOverfull(int length) {
        String why = ladder.afterAdding(lanes, length);
        if (why != null) {
            session.closing().closeSlow(why);
        }
    }

    /** Gives up what the session's families allow, for the good of others. @return false when that is nothing */
    boolean giveUpSome() {
        boolean any = lanes != null && ladder.giveUpSome(lanes);
        forgetEmptyLanes();
        return any;
    }

    /** Publications wait from here on, until {@link #release}. */
    void hold() {
        session.onQueued();
        holding = true;
    }

    /** As {@link #hold}; of what is held already that of topics which begin anew is given up. */
    void holdAnew(Predicate<Topic> begunAnew) {
        hold();
        Outbox dropped = new Outbox();
        held.extract(begunAnew, dropped);
        dropped.clear();
    }

    /** What was held goes out, behind what was written meanwhile. */
    void release() {
        holding = false;
        held.drainTo(this::place);
    }

    /** What waits of {@code topic} goes out ahead of the next answer. */
    void bringForward(Topic topic) {
        if (lanes != null) {
            lanes.bringForward(topic);
        }
    }

    /** Runs {@code task}, whose publications are not held: they belong in front of what the others wait for. */
    void pastHeld(Runnable task) {
        boolean before = holding;
        holding = false;
        task.run();
        holding = before && session.isOpen();
    }

    /** Gives up what waits of topics that nobody wants any more. */
    void drop(Predicate<Topic> unwanted) {
        Outbox dropped = new Outbox();
        held.extract(unwanted, dropped);
        dropped.clear();
        if (lanes != null) {
            lanes.drop(unwanted);
            forgetEmptyLanes();
        }
    }

    /** What waits leaves when the pacer says so, or when the connection has passed on what it has. */
    private void goOn() {
        if (!connection.hasPending()) {
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
        boolean goesOn = false;
        try {
            sendSome();
            Lanes left = lanes;
            goesOn = left != null
                    && throttle.mayGoOn(left)
                    && (connection.isDirect() ? !connection.hasPending() : connection.isWritable());
        } finally {
            enlisted = goesOn;
        }
        list();
        session.snapshots().goOn();
        return goesOn;
    }

    private void sendSome() {
        Lanes all = lanes;
        if (all == null || (connection.isDirect() && connection.hasPending())) {
            return;
        }
        throttle.before(all);
        boolean any =
                connection.isDirect() ? writer.sendJoined(all, services.shard().scratch()) : writer.writeSome(all);
        throttle.after(all);
        forgetEmptyLanes();
        if (any) {
            connection.flush();
        }
    }

    /**
     * Publications leave at no more than that from now on.
     *
     * @param maxKbps kilobits a second, 0 for none at all; null for no limit
     */
    void limit(@Nullable Integer maxKbps) {
        session.onQueued();
        throttle.limit(maxKbps);
        drain();
    }

    private void forgetEmptyLanes() {
        if (lanes != null && lanes.isEmpty()) {
            lanes = null;
        }
    }

    /** The connection takes bytes again. */
    void drain() {
        if (lanes != null) {
            enlist();
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
    void flush() {
        flushScheduled = false;
        connection.flush();
        list();
        if (!listed) {
            // What a snapshot waited for may have been dropped rather than sent.
            session.snapshots().goOn();
        }
        slowReaders.relieve();
    }

    /** Who is behind after a flush is known to the shard. */
    private void list() {
        boolean behind = backlog.lag() > 0;
        if (!behind) {
            writer.onEmpty();
        }
        if (behind != listed) {
            listed = behind;
            if (behind) {
                behindSinceNanos = services.clock().nanoTime();
                slowReaders.enlist(session);
            } else {
                slowReaders.discharge(session);
                session.snapshots().goOn();
            }
        }
    }

    /** Gives up whatever waits or is held. */
    void drop() {
        if (lanes != null) {
            lanes.clear();
            lanes = null;
        }
        held.clear();
        holding = false;
        throttle.cancel();
        list();
    }

    /** Gives up what the connection was given as well; to be called when it is closed next. */
    void abandon() {
        writer.abandon();
        drop();
    }
}
