package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.FrameParts;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.Topic;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Some whole frames of bytes that are shared with every other session that waits for the same, or the rest of one frame that
 * a socket has begun. Held until {@link #clear}, or until the last frame has left.
 */
final class SharedRun implements Waiting {
    private final Backlog backlog;
    private final SharedBytes bytes;
    private final @Nullable Topic topic;
    private final boolean firm;
    private int from;
    private int to;
    private boolean held = true;

    private SharedRun(Backlog backlog, SharedBytes bytes, int from, int to, @Nullable Topic topic, boolean firm) {
        this.backlog = backlog;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.topic = topic;
        this.firm = firm;
        backlog.hold(bytes, to - from);
    }

    /** Bytes that belong to no topic: one frame. */
    static SharedRun of(Backlog backlog, SharedBytes bytes) {
        return new SharedRun(backlog, bytes, 0, bytes.length(), null, true);
    }

    /** Publications of which it is known which they are. */
    static SharedRun of(Backlog backlog, SharedBytes bytes, int from, int to) {
        return new SharedRun(backlog, bytes, from, to, null, false);
    }

    /** One frame of a topic that nothing newer stands in for. */
    static SharedRun firm(Backlog backlog, SharedBytes bytes, Topic topic) {
        return firm(backlog, bytes, 0, bytes.length(), topic);
    }

    /** As {@link #firm(Backlog, SharedBytes, Topic)}, out of more. */
    static SharedRun firm(Backlog backlog, SharedBytes bytes, int from, int to, Topic topic) {
        return new SharedRun(backlog, bytes, from, to, topic, true);
    }

    SharedBytes bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    @Override
    public int length() {
        return to - from;
    }

    /** Bytes of the longest frame, at most. */
    int longest() {
        FrameParts parts = firm ? null : bytes.parts();
        return parts == null ? to - from : Math.min(to - from, parts.longest());
    }

    /** Whose frame it is, where it goes out as it is, rather than as publications of which the newest may do; null where it belongs to none. */
    @Nullable
    Topic topic() {
        return topic;
    }

    /** The bytes, with indices of their own; the caller owns the reference. */
    ByteBuf slice() {
        return bytes.slice(from, to);
    }

    private int endOfFirst() {
        FrameParts parts = firm ? null : bytes.parts();
        return parts == null ? to : Math.min(to, parts.end(parts.indexAt(from)));
    }

    @Override
    public boolean isEmpty() {
        return !held;
    }

    @Override
    public int firstLength() {
        return endOfFirst() - from;
    }

    @Override
    public boolean copyTo(ByteBuf out) {
        int room = out.writableBytes();
        int end = to - from <= room ? to : endOfFit(room);
        bytes.copyTo(out, from, end);
        return end == to;
    }

    /** Where the last frame ends that is in the first {@code room} bytes whole; {@code from} when none is. */
    private int endOfFit(int room) {
        FrameParts parts = firm ? null : bytes.parts();
        if (parts == null) {
            return from;
        }
        int beyond = parts.indexAt(from + room);
        return Math.max(from, parts.start(beyond));
    }

    @Override
    public void dropFirst() {
        leave(endOfFirst());
    }

    private void leave(int end) {
        if (end == to) {
            clear();
        } else {
            backlog.shrink(bytes, end - from);
            from = end;
        }
    }

    @Override
    public SharedRun take(int bytesMax) {
        int end = to - from <= bytesMax ? to : Math.max(endOfFirst(), endOfFit(bytesMax));
        SharedRun taken = new SharedRun(backlog, bytes, from, end, topic, firm);
        leave(end);
        return taken;
    }

    /** The frame in front without its first {@code sent} bytes, which the socket has. */
    SharedRun takeRest(int sent) {
        int end = endOfFirst();
        SharedRun rest = new SharedRun(backlog, bytes, from + sent, end, topic, true);
        leave(end);
        return rest;
    }

    @Override
    public boolean loseFirst(Losses losses) {
        FrameParts parts = firm ? null : bytes.parts();
        if (parts == null) {
            return false;
        }
        int index = parts.indexAt(from);
        long first = parts.firstOffset(index);
        losses.lose(parts.topic(index), parts.offset(index), parts.offset(index) - first + 1, first);
        dropFirst();
        return true;
    }

    @Override
    public void sort(Predicate<Topic> wanted, Outbox yes, Outbox no) {
        FrameParts parts = firm ? null : bytes.parts();
        if (parts == null) {
            (topic != null && wanted.test(topic) ? yes : no).add(this);
            return;
        }
        int begin = from;
        int index = parts.indexAt(from);
        boolean isWanted = wanted.test(parts.topic(index));
        while (parts.end(index) < to) {
            boolean next = wanted.test(parts.topic(index + 1));
            if (next != isWanted) {
                int end = parts.end(index);
                (isWanted ? yes : no).add(new SharedRun(backlog, bytes, begin, end, null, false));
                begin = end;
                isWanted = next;
            }
            index++;
        }
        if (begin == from) {
            (isWanted ? yes : no).add(this);
        } else {
            (isWanted ? yes : no).add(new SharedRun(backlog, bytes, begin, to, null, false));
            clear();
        }
    }

    /** Appends publications that stand right behind these in the same bytes. @return false when they do not */
    boolean append(SharedBytes more, int start, int end) {
        if (firm || more != bytes || start != to) {
            return false;
        }
        backlog.grow(bytes, end - start);
        to = end;
        return true;
    }

    @Override
    public void clear() {
        if (held) {
            held = false;
            backlog.letGo(bytes, to - from);
        }
    }
}
