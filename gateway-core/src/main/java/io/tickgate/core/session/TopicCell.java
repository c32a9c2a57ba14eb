package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.broadcast.SlowPolicy;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.protocol.message.NoticeMessage;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One topic's newest publication, which takes the place of those before it, and what the client must be told of these; or
 * only the latter, where publications were dropped. What is to be told is said at the last moment, in one frame.
 */
final class TopicCell implements Waiting {
    static final String CONFLATED = "conflated";
    static final String QUEUE_BYTES = "queue_bytes";

    private final Backlog backlog;
    private final Topic topic;
    /** Where this is found while newer publications may take its place; left when it goes out. */
    private final Map<Topic, TopicCell> registry;

    private @Nullable SharedRun value;
    private long offset;
    private long lost;
    private long lostFrom;
    private long lostTo;
    private String reason = CONFLATED;
    private @Nullable SharedRun told;

    TopicCell(Backlog backlog, Topic topic, Map<Topic, TopicCell> registry) {
        this.backlog = backlog;
        this.topic = topic;
        this.registry = registry;
    }

    Topic topic() {
        return topic;
    }

    /** Takes a newer publication in place of what is there. Takes over the run. */
    void replace(SharedRun newValue, long newOffset) {
        SharedRun before = value;
        if (before != null) {
            yieldBytes(-before.length());
            before.clear();
            backlog.onConflated(topic);
            note(offset, 1, offset);
        }
        value = newValue;
        offset = newOffset;
        yieldBytes(newValue.length());
    }

    /** Publications up to {@code newOffset} were dropped. */
    void drop(long newOffset, long count, long firstOffset) {
        reason = QUEUE_BYTES;
        note(newOffset, count, firstOffset);
    }

    private void yieldBytes(int change) {
        if (topic.slowPolicy() != SlowPolicy.CLOSE) {
            backlog.addYielding(change);
        }
    }

    private void note(long lastOffset, long count, long firstOffset) {
        if (told != null) {
            told.clear();
            told = null;
        }
        lostFrom = lost == 0 ? firstOffset : lostFrom;
        lostTo = lastOffset;
        lost += count;
    }

    /** What is in front: the word about what was left out, then the value. */
    private @Nullable SharedRun first() {
        if (lost > 0 && told == null) {
            told = backlog.encode(new NoticeMessage.Lag(topic.name(), lost, reason, lostFrom, lostTo));
            lost = told == null ? 0 : lost;
        }
        return told != null ? told : value;
    }

    @Override
    public boolean isEmpty() {
        return value == null && lost == 0;
    }

    @Override
    public int length() {
        return (told == null ? 0 : told.length()) + (value == null ? 0 : value.length());
    }

    @Override
    public int firstLength() {
        SharedRun first = first();
        return first == null ? 0 : first.length();
    }

    @Override
    public boolean copyTo(ByteBuf to) {
        SharedRun first = first();
        if (first != null && !first.copyTo(to)) {
            return false;
        }
        return first == value || value == null || value.copyTo(to);
    }

    @Override
    public void dropFirst() {
        SharedRun first = leave();
        if (first != null) {
            first.clear();
        }
    }

    /** Takes the first of the two out; the caller owns it. */
    private @Nullable SharedRun leave() {
        SharedRun first = first();
        if (first != null && first == told) {
            told = null;
            lost = 0;
            reason = CONFLATED;
        } else if (first != null) {
            yieldBytes(-first.length());
            value = null;
            offset = 0;
        }
        if (isEmpty()) {
            registry.remove(topic, this);
        }
        return first;
    }

    @Override
    public SharedRun take(int bytesMax) {
        SharedRun first = leave();
        if (first == null) {
            throw new IllegalStateException("an empty cell");
        }
        return first;
    }

    @Override
    public boolean loseFirst(Losses losses) {
        SharedRun dropped = value;
        long last = dropped == null ? lostTo : offset;
        losses.lose(topic, last, lost + (dropped == null ? 0 : 1), lost > 0 ? lostFrom : offset);
        clear();
        return true;
    }

    @Override
    public void sort(Predicate<Topic> wanted, Outbox yes, Outbox no) {
        (wanted.test(topic) ? yes : no).add(this);
    }

    @Override
    public void clear() {
        if (told != null) {
            told.clear();
            told = null;
        }
        if (value != null) {
            yieldBytes(-value.length());
            value.clear();
            value = null;
        }
        lost = 0;
        registry.remove(topic, this);
    }
}
