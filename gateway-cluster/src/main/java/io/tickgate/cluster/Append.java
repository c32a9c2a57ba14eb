package io.tickgate.cluster;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.Backbone.AppendReply;
import io.tickgate.core.broadcast.Backbone.Row;
import io.tickgate.core.broadcast.Draft;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A publication on its way into the store and back.
 *
 * <p><b>Owner:</b> the store's loop from {@link Appends#add} to its end.
 */
final class Append {
    private final Topic topic;
    private final Draft draft;
    private final byte[] packed;
    private final AppendReply reply;
    private final HomeFeed feed;
    private final long deadlineNanos;
    private final int bytes;

    private long number;
    /** Which connection it was sent by; 0 for none. */
    private int sentBy;

    private long sentAtNanos;

    private @Nullable Runnable outcome;

    /** @param packed as {@link Packed} makes it */
    Append(Topic topic, Draft draft, byte[] packed, AppendReply reply, HomeFeed feed, long deadlineNanos) {
        this.topic = topic;
        this.draft = draft;
        this.packed = packed;
        this.reply = reply;
        this.feed = feed;
        this.deadlineNanos = deadlineNanos;
        int sum = packed.length + 2 * topic.name().length();
        for (Row row : draft.rows()) {
            sum += row.key().length() + row.value().length;
        }
        this.bytes = sum;
    }

    Topic topic() {
        return topic;
    }

    Draft draft() {
        return draft;
    }

    byte[] packed() {
        return packed;
    }

    int bytes() {
        return bytes;
    }

    long number() {
        return number;
    }

    void number(long next) {
        number = next;
        Packed.number(packed, next);
    }

    boolean isOver(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    boolean isSent() {
        return sentBy != 0;
    }

    boolean isSentBy(int connection) {
        return sentBy == connection;
    }

    /** Whether its last attempt is without an answer for as long as Redis may take. */
    boolean isHanging(long nowNanos, Duration timeout) {
        return isSent() && nowNanos - sentAtNanos >= timeout.toNanos();
    }

    void sentBy(int connection, long nowNanos) {
        sentBy = connection;
        sentAtNanos = nowNanos;
    }

    boolean isAnswered() {
        return outcome != null;
    }

    /** It has a place, which nobody here need have heard of yet. */
    void onAppended(long offset, long epochMicros, int forgets) {
        StoredPublication publication = new StoredPublication(
                offset,
                epochMicros,
                draft.body(),
                draft.mayConflate(),
                draft.urgent(),
                draft.exclude(),
                draft.note(),
                true);
        outcome = () ->
                feed.onAppended(topic, new Kept(publication, forgets), () -> reply.onAppended(offset, epochMicros));
    }

    /** It is the same publication as an earlier one, which has this place. */
    void onSame(long offset, long epochMicros) {
        outcome = () -> feed.whenReached(topic, offset, () -> reply.onDuplicate(offset, epochMicros));
    }

    void onConflict(long lastOffset) {
        outcome = () -> {
            // What stands between is on its way, or was lost on it.
            feed.need(topic, lastOffset);
            reply.onConflict(lastOffset);
        };
    }

    void refuse(Refusal refusal) {
        outcome = () -> reply.onRefused(refusal);
    }

    /** Says what became of it, on the topic's home loop. */
    void answer() {
        EventExecutor home = topic.homeLoop();
        if (outcome != null) {
            home.execute(outcome);
        }
    }
}
