package io.tickgate.core.feed.notice;

import io.tickgate.protocol.message.MessageBody;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One notification that is kept.
 *
 * <p><b>Owner:</b> the home of notifications; what never changes may be read anywhere.
 */
public final class StoredNotification {
    /** This object, its entry in the index, its place in a queue, its id, and the arrays' headers. */
    private static final int OVERHEAD_BYTES = 400;

    private final String id;
    private final @Nullable String userId;
    private final MessageBody object;
    private final long keptAtNanos;
    private long sequence;
    private final CompletableFuture<Accepted> published = new CompletableFuture<>();
    private @Nullable Long readAtMillis;
    private Map<String, Long> readers = Map.of();

    /** @param sequence up by one with each notification */
    StoredNotification(String id, @Nullable String userId, MessageBody object, long keptAtNanos, long sequence) {
        this.id = id;
        this.userId = userId;
        this.object = object;
        this.keptAtNanos = keptAtNanos;
        this.sequence = sequence;
    }

    public String id() {
        return id;
    }

    /** Whom it is for; null for everybody. */
    public @Nullable String userId() {
        return userId;
    }

    /** The notification as clients get it. */
    public MessageBody object() {
        return object;
    }

    long keptAtNanos() {
        return keptAtNanos;
    }

    long sequence() {
        return sequence;
    }

    /** It came later than was thought. */
    void renumber(long newSequence) {
        sequence = newSequence;
    }

    /** Whether it is not numbered yet. */
    boolean isPending() {
        return !published.isDone();
    }

    int bytes() {
        return OVERHEAD_BYTES + object.length();
    }

    /** Completes on the home when it was numbered, or refused. */
    CompletableFuture<Accepted> published() {
        return published;
    }

    boolean isFor(@Nullable String user) {
        return userId == null || userId.equals(user);
    }

    /** When that user read it, null when not yet. */
    @Nullable
    Long readAtMillis(@Nullable String user) {
        return userId == null ? readers.get(user == null ? "" : user) : readAtMillis;
    }

    void markRead(String user, long nowMillis) {
        if (userId != null) {
            readAtMillis = nowMillis;
            return;
        }
        if (readers.isEmpty()) {
            readers = new HashMap<>(4);
        }
        readers.put(user, nowMillis);
    }

    /** Who has read it and when, of which it knows nothing afterwards. Not while it is kept. */
    Map<String, Long> takeMarks() {
        String user = userId;
        Long readAt = readAtMillis;
        Map<String, Long> marks = user == null ? readers : readAt == null ? Map.of() : Map.of(user, readAt);
        readers = Map.of();
        readAtMillis = null;
        return marks;
    }

    /** Who has read it, where it is for everybody. */
    Iterable<String> readers() {
        return readers.keySet();
    }
}
