package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.Topic;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A line of frames that wait for one session, in order; in front of them stands what its client must be told of those that
 * were dropped from here.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> that of {@link Ladder}.
 */
final class Outbox {
    private ArrayDeque<Waiting> items = Lazily.emptyQueue();
    private final boolean mayDrop;
    private @Nullable Map<Topic, TopicCell> drops;

    Outbox() {
        this(false);
    }

    /** @param mayDrop whether {@link #dropOldest} is allowed */
    Outbox(boolean mayDrop) {
        this.mayDrop = mayDrop;
    }

    /** Bytes of the frame in front; 0 when there is none. */
    int firstLength() {
        Waiting first = first();
        return first == null ? 0 : first.firstLength();
    }

    boolean isEmpty() {
        return items.isEmpty() && (drops == null || drops.isEmpty());
    }

    void add(Waiting waiting) {
        items = Lazily.writable(items);
        items.addLast(waiting);
    }

    /** The one that came last; null when there is none. */
    @Nullable
    Waiting last() {
        return items.peekLast();
    }

    private @Nullable Waiting first() {
        Map<Topic, TopicCell> losses = drops;
        return losses != null && !losses.isEmpty() ? losses.values().iterator().next() : items.peekFirst();
    }

    private void removeIfEmpty(Waiting first) {
        // A word about what was dropped leaves its map by itself.
        if (first.isEmpty() && first == items.peekFirst()) {
            items.removeFirst();
        }
    }

    /** Appends what waits to {@code to}, as many frames as fit whole. They stay. */
    void copyTo(ByteBuf to) {
        if (drops != null) {
            for (TopicCell cell : drops.values()) {
                if (!cell.copyTo(to)) {
                    return;
                }
            }
        }
        for (Waiting item : items) {
            if (!item.copyTo(to)) {
                return;
            }
        }
    }

    /**
     * Gives up the first {@code count} bytes, which were sent.
     *
     * @return the rest of a frame that was begun; null when the last one was whole
     */
    @Nullable
    SharedRun skip(int count) {
        int left = count;
        while (left > 0) {
            Waiting first = first();
            if (first == null) {
                throw new IllegalStateException("more was sent than waited");
            }
            int length = first.firstLength();
            SharedRun rest = null;
            if (length <= left) {
                first.dropFirst();
                left -= length;
            } else {
                SharedRun frame = first.take(1);
                rest = frame.takeRest(left);
                left = 0;
            }
            removeIfEmpty(first);
            if (rest != null) {
                return rest;
            }
        }
        return null;
    }

    /** Takes whole frames from the front, at least one; null when there is none. */
    @Nullable
    SharedRun take(int bytesMax) {
        SharedRun taken = null;
        for (Waiting first = first(); first != null && taken == null; first = first()) {
            if (first.firstLength() == 0) {
                // There was no memory to say what was left out, and the connection was cut for that.
                first.dropFirst();
            } else {
                taken = first.take(bytesMax);
            }
            removeIfEmpty(first);
        }
        return taken;
    }

    /**
     * Drops the oldest publication, of which the client is told.
     *
     * @return false when there is none, or it may not be dropped
     */
    boolean dropOldest(Backlog backlog) {
        Waiting oldest = items.peekFirst();
        if (!mayDrop || oldest == null) {
            return false;
        }
        Map<Topic, TopicCell> losses = drops == null ? new LinkedHashMap<>() : drops;
        drops = losses;
        boolean dropped = oldest.loseFirst((topic, offset, count, firstOffset) -> {
            backlog.onDropped(topic);
            losses.computeIfAbsent(topic, key -> new TopicCell(backlog, key, losses))
                    .drop(offset, count, firstOffset);
        });
        if (oldest.isEmpty()) {
            items.removeFirst();
        }
        return dropped;
    }

    /** Takes out, in order, whatever is of the topics that are wanted, and adds it to {@code yes}. */
    void extract(Predicate<Topic> wanted, Outbox yes) {
        if (drops != null) {
            drops.values().removeIf(cell -> {
                boolean isWanted = wanted.test(cell.topic());
                if (isWanted) {
                    yes.add(cell);
                }
                return isWanted;
            });
        }
        Outbox no = new Outbox();
        for (Waiting item = items.pollFirst(); item != null; item = items.pollFirst()) {
            item.sort(wanted, yes, no);
        }
        no.items.forEach(this::add);
    }

    /** Takes everything out, in order. Nothing was dropped from here. */
    void drainTo(Consumer<Waiting> to) {
        for (Waiting item = items.pollFirst(); item != null; item = items.pollFirst()) {
            to.accept(item);
        }
    }

    /** Gives up everything. */
    void clear() {
        drainTo(Waiting::clear);
        if (drops != null) {
            Map<Topic, TopicCell> losses = drops;
            drops = null;
            losses.values().stream().toList().forEach(TopicCell::clear);
        }
    }
}
