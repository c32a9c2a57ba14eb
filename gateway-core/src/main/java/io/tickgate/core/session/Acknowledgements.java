package io.tickgate.core.session;

import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.metrics.Counter;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one session was sent on subscriptions with {@code ack}, and has not acknowledged: it is sent again until it is, and
 * the session ends when that does not help.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> {@code limits.max-unacked} publications and
 * {@code limits.max-unacked-bytes} of one session; for all sessions of the loop see {@link SlowReaders}. Channels of which
 * everything is acknowledged are remembered while there are fewer than {@code limits.max-unacked} and
 * {@code limits.max-subscriptions} together.
 * <p><b>Cost:</b> a publication costs a reference and a link; nothing is copied. Acknowledging costs what it acknowledges.
 */
final class Acknowledgements {
    /** What one entry costs beside its frame. */
    static final int ENTRY_BYTES = 64;

    /** What became of an acknowledgement. */
    enum Verdict {
        TAKEN,
        /** The session was not sent that much of the channel. */
        NOT_SENT,
        /** Nothing is known of the channel here. */
        UNKNOWN
    }

    private final Session session;
    private final SendQueue out;
    private final SessionServices services;
    private final SessionLimits limits;
    private Map<String, Unacked.Line> lines = Collections.emptyMap();
    private @Nullable Unacked oldest;
    private @Nullable Unacked newest;
    private int count;
    private long bytes;
    private boolean overflowed;
    /** No entry is due before it. */
    private long nextDueNanos;
    /** When something was last seen to wait for the socket; at the latest when the first entry came. */
    private long behindAtNanos;

    Acknowledgements(Session session, SendQueue out, SessionServices services) {
        this.session = session;
        this.out = out;
        this.services = services;
        this.limits = services.limits();
    }

    /** What is kept for this session, frames that it shares with others included. */
    long bytes() {
        return bytes + (long) count * ENTRY_BYTES;
    }

    /** A subscription starts behind {@code offset}: up to there the client has what it wants. */
    void begin(Topic topic, long offset) {
        Unacked.Line line = lines.get(topic.name());
        if (line == null) {
            add(new Unacked.Line(topic, offset));
        } else {
            line.topic = topic;
        }
    }

    private Unacked.Line add(Unacked.Line line) {
        if (lines.size() >= limits.unackedMax() + limits.subscriptionsMax()) {
            forgetIdle();
        }
        if (lines.isEmpty()) {
            // Most sessions acknowledge nothing, and an empty map of their own would cost each of them.
            lines = new LinkedHashMap<>(4);
        }
        lines.put(line.channel, line);
        return line;
    }

    /** There is an idle one, since each of the others has an entry. */
    private void forgetIdle() {
        for (Iterator<Unacked.Line> all = lines.values().iterator(); all.hasNext(); ) {
            if (all.next().first == null) {
                all.remove();
                return;
            }
        }
    }

    /**
     * Sends a publication for the first time. When too much is not acknowledged the session ends instead: who is told to
     * come back, rather than sent what comes after a hole, misses nothing.
     *
     * @param frame held from now on
     */
    void send(Topic topic, long offset, SharedBytes frame) {
        if (!session.isOpen()) {
            return;
        }
        if (!keep(topic, offset, frame)) {
            session.closing().closeUnacked();
        } else if (session.isOpen()) {
            out.addFirm(topic, frame);
        }
    }

    /** @return false when there is no room for it, and never will be */
    private boolean keep(Topic topic, long offset, SharedBytes frame) {
        int length = frame.length();
        boolean full = count >= limits.unackedMax() || (count > 0 && bytes + length > limits.unackedBytesMax());
        if (full || overflowed) {
            overflowed = true;
            return false;
        }
        Unacked.Line line = lines.get(topic.name());
        if (line == null) {
            line = add(new Unacked.Line(topic, 0));
        }
        line.topic = topic;
        line.sentOffset = Math.max(line.sentOffset, offset);
        long nowNanos = services.clock().nanoTime();
        if (count == 0) {
            nextDueNanos = nowNanos + limits.ackNanos();
            behindAtNanos = nowNanos;
        }
        append(new Unacked(line, offset, frame, nowNanos));
        services.slowReaders().add(frame.hold() + ENTRY_BYTES);
        services.slowReaders().onUnacked(session, frame.length() + ENTRY_BYTES);
        return true;
    }

    private void append(Unacked entry) {
        entry.older = newest;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
        Unacked.Line line = entry.line;
        if (line.last == null) {
            line.first = entry;
        } else {
            line.last.nextOfLine = entry;
        }
        line.last = entry;
        count++;
        bytes += entry.frame.length();
    }

    /** The client has everything of {@code channel} up to {@code offset}. */
    Verdict acknowledge(String channel, long offset) {
        Unacked.Line line = lines.get(channel);
        if (line == null) {
            return Verdict.UNKNOWN;
        }
        if (offset > line.sentOffset) {
            return Verdict.NOT_SENT;
        }
        drop(line, offset);
        if (line.first == null) {
            // The last one to become idle is the last one to be forgotten.
            lines.remove(channel);
            lines.put(channel, line);
        }
        return Verdict.TAKEN;
    }

    /** Forgets the channels that {@code wanted} does not name, with what was not acknowledged of them. */
    void retain(Predicate<Topic> wanted) {
        for (Iterator<Unacked.Line> all = lines.values().iterator(); all.hasNext(); ) {
            Unacked.Line line = all.next();
            if (!wanted.test(line.topic)) {
                drop(line, Long.MAX_VALUE);
                all.remove();
            }
        }
    }

    /** Forgets everything. */
    void clear() {
        retain(topic -> false);
    }

    private void drop(Unacked.Line line, long upToOffset) {
        long before = bytes();
        while (line.first != null && line.first.offset <= upToOffset) {
            Unacked entry = line.first;
            line.first = entry.nextOfLine;
            unlink(entry);
        }
        if (line.first == null) {
            line.last = null;
        }
        if (bytes() < before) {
            services.slowReaders().onUnacked(session, bytes() - before);
        }
    }

    private void unlink(Unacked entry) {
        if (entry.older == null) {
            oldest = entry.newer;
        } else {
            entry.older.newer = entry.newer;
        }
        if (entry.newer == null) {
            newest = entry.older;
        } else {
            entry.newer.older = entry.older;
        }
        // As in HistoryQueue: nothing that is gone points at what is kept.
        entry.older = null;
        entry.newer = null;
        entry.nextOfLine = null;
        count--;
        bytes -= entry.frame.length();
        services.slowReaders().add(-(entry.frame.letGo() + ENTRY_BYTES));
    }

    /**
     * Sends again what is due, oldest first. The time that a client has for its acknowledgement runs while nothing waits
     * for its socket: sending again what has not left yet would only make it later.
     *
     * @param isBehind whether something waits
     */
    void tick(long nowNanos, boolean isBehind) {
        if (count == 0) {
            return;
        }
        if (isBehind) {
            behindAtNanos = nowNanos;
            nextDueNanos = nowNanos + limits.ackNanos();
        } else if (nowNanos - nextDueNanos >= 0) {
            sendDue(nowNanos);
        }
    }

    private void sendDue(long nowNanos) {
        long next = nowNanos + limits.ackNanos();
        for (Unacked entry = oldest; entry != null; entry = entry.newer) {
            long due = dueNanos(entry);
            if (nowNanos - due < 0) {
                next = due - next < 0 ? due : next;
            } else if (entry.resends == limits.resendsMax()) {
                session.closing().closeUnacked();
                return;
            } else {
                entry.resends++;
                entry.sentAtNanos = nowNanos;
                services.shard().counters().increment(Counter.REDELIVERED);
                out.addFirm(entry.line.topic, entry.frame);
                out.flushAtEndOfTurn();
                if (!session.isOpen()) {
                    return;
                }
            }
        }
        nextDueNanos = next;
    }

    private long dueNanos(Unacked entry) {
        boolean waited = behindAtNanos - entry.sentAtNanos > 0;
        return (waited ? behindAtNanos : entry.sentAtNanos) + limits.ackNanos();
    }
}
