package io.tickgate.core.feed.notice;

import io.tickgate.core.broadcast.Backbone.Row;
import io.tickgate.core.broadcast.Draft;
import io.tickgate.core.broadcast.Exclusion;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Treatment;
import io.tickgate.core.feed.shared.KeptPublication;
import io.tickgate.core.feed.shared.TopicWriter;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.MemberTaker;
import io.tickgate.protocol.codec.NotificationReader;
import io.tickgate.protocol.codec.NotificationWriter;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationDraft;
import io.tickgate.protocol.wire.WireException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a notification comes in: read, compared with what came before, kept, numbered. Either all of it happens or nothing.
 *
 * <p><b>Owner:</b> the home of notifications. One for everybody is numbered here and now; one for a user goes on to the home
 * of the user's topic, in order.
 */
final class NotificationIntake {
    /** The table of a topic that keeps its notifications longer than its history. */
    static final String KEPT = "kept";

    private static final Logger LOG = LoggerFactory.getLogger(NotificationIntake.class);

    private final ModuleStore topics;
    private final Shard home;
    private final NotificationStore store;
    private final Preferences preferences;
    private final NotificationState state;
    private final Clock clock;
    private final NotificationReader reader;
    private final int keptMax;
    private final NotificationWriter writer = new NotificationWriter();
    private final MemberTaker members = new MemberTaker();
    /** Of the topics that something is written to; only where they are shared. */
    private final Map<String, TopicWriter> writers = new HashMap<>();
    /** What tells the ids of this run from those of other gateways. */
    private final String run;

    private long sequence;
    private long idCount;

    NotificationIntake(
            ModuleStore topics,
            Shard home,
            NotificationStore store,
            Preferences preferences,
            NotificationState state,
            NotificationLimits limits,
            Clock clock) {
        this.topics = topics;
        this.run = topics.isShared() ? "_" + UUID.randomUUID().toString().substring(0, 8) : "";
        this.home = home;
        this.store = store;
        this.preferences = preferences;
        this.state = state;
        this.clock = clock;
        this.reader = new NotificationReader(limits.bodies());
        this.keptMax = limits.keptMax();
    }

    /**
     * Publishes one notification.
     *
     * @param body borrowed for the call
     * @param path stands before the names of fields in errors
     */
    void publish(MessageBody body, String path, NotificationReply<Accepted> reply) {
        assert home.isCurrent();
        try {
            NotificationDraft draft = reader.read(body, path);
            store.trim(clock.nanoTime());
            long nowMillis = clock.millis();
            String id = draft.id() == null ? newId(nowMillis) : draft.id();
            MessageBody object = writer.object(draft, id, nowMillis);
            submit(
                    NotificationTopics.of(draft.userId()),
                    new NoticeWrite(this, draft, id, object, nowMillis, path, reply));
        } catch (WireException e) {
            reply.onRefused(e);
        }
    }

    private void submit(String channel, NoticeWrite write) {
        TopicWriter known = writers.get(channel);
        TopicWriter topic = known != null ? known : new TopicWriter(topics, home, channel);
        topic.submit(write);
        if (known == null && !topic.isIdle()) {
            writers.put(channel, topic);
        }
    }

    /** Nothing is written to a topic that is being read. */
    void hold(String channel) {
        writers.computeIfAbsent(channel, any -> new TopicWriter(topics, home, channel))
                .hold();
    }

    /** Ends {@link #hold}. */
    void release(String channel) {
        TopicWriter topic = writers.get(channel);
        if (topic != null) {
            topic.release();
        }
    }

    /** Lets go of topics that nothing is written to. */
    void tick() {
        writers.values().removeIf(TopicWriter::isIdle);
    }

    private String newId(long nowMillis) {
        String id;
        do {
            id = "notif_" + nowMillis + "_" + ++idCount + run;
        } while (store.find(id) != null);
        return id;
    }

    @Nullable
    StoredNotification find(String id) {
        return store.find(id);
    }

    StoredNotification newNotification(String id, @Nullable String userId, MessageBody object) {
        return new StoredNotification(id, userId, object, clock.nanoTime(), 0);
    }

    /** It is the newest by now. */
    void add(StoredNotification notification) {
        // By the clock, as what is for everybody has to be put in order with what is for a user, but never back in a
        // topic.
        sequence = topics.isShared()
                ? Math.max(clock.epochMicros(), store.newestSequence(notification.userId()) + 1)
                : sequence + 1;
        notification.renumber(sequence);
        store.add(notification);
        state.onTaken(notification);
    }

    void remove(StoredNotification notification) {
        store.remove(notification);
        state.onRemoved(notification);
    }

    void trim() {
        store.trim(clock.nanoTime());
    }

    /** What is published of a notification that was just added, and kept with it. */
    Draft draft(StoredNotification notification, NotificationDraft draft, long nowMillis, long heard) {
        MessageBody body = writer.publication(notification.object(), nowMillis);
        boolean isUrgent = Treatment.isUrgent(draft.priority());
        if (!topics.isShared()) {
            return new Draft(body, true, isUrgent, null, heard, null, List.of());
        }
        long micros = notification.sequence();
        String note = preferences.changes() + " " + micros;
        byte[] value = KeptPublication.toBytes(heard + 1, micros, note, body);
        Row row = new Row(KEPT, notification.id(), micros, value, keptMax);
        return new Draft(body, true, isUrgent, null, note, heard, null, List.of(row));
    }

    /** When a notification was published, by the clock of its gateway; all gateways order by it. */
    static long micros(StoredPublication publication) {
        String note = publication.note();
        int space = note == null ? -1 : note.indexOf(' ');
        return note == null || space < 0
                ? publication.epochMicros()
                : Long.parseLong(note, space + 1, note.length(), 10);
    }

    /** Which change of preferences it came after. */
    static long change(String note) {
        return Long.parseLong(note, 0, note.indexOf(' '), 10);
    }

    /** Whether its user does not want it pushed. */
    boolean isMuted(NotificationDraft draft, long nowMillis) {
        String userId = draft.userId();
        return userId != null && preferences.isMuted(userId, draft.type(), draft.priority(), nowMillis);
    }

    /** Whoever follows the topic of a user is that user, so the decision is made once. */
    @Nullable
    Exclusion exclusion(NotificationDraft draft, boolean isMuted, long nowMillis) {
        if (draft.userId() == null) {
            return preferences.muting(draft.type(), draft.priority(), nowMillis);
        }
        return isMuted ? Exclusion.EVERYBODY : null;
    }

    /** Takes over what was published for a user or for everybody, by whatever gateway. */
    void apply(String channel, StoredPublication publication) {
        assert home.isCurrent();
        take(channel, publication);
        heard(channel, publication.offset());
    }

    /** The same of one that was read. */
    void take(String channel, StoredPublication publication) {
        try {
            MessageBody object = publication.note() == null ? null : members.object(publication.body(), "notification");
            if (object != null) {
                take(NotificationTopics.userOf(channel), object.copy(), publication);
            }
        } catch (WireException e) {
            LOG.warn("a notification of {} cannot be read: {}", channel, e.text());
        }
    }

    private void take(@Nullable String userId, MessageBody object, StoredPublication publication) throws WireException {
        String id = reader.read(object, "").id();
        if (id == null) {
            return;
        }
        StoredNotification known = store.find(id);
        if (known != null && !known.isPending()) {
            return;
        }
        if (known != null && publication.isOwn()) {
            return;
        }
        if (known != null) {
            // Another gateway was first. What is under way here finds it, and is the same or another one.
            remove(known);
        }
        long micros = micros(publication);
        long ageNanos = Math.max(0, clock.epochMicros() - micros) * 1_000;
        StoredNotification taken = new StoredNotification(id, userId, object, clock.nanoTime() - ageNanos, micros);
        taken.published().complete(new Accepted(taken, publication.offset(), 0, true));
        store.add(taken);
        state.onTaken(taken);
        store.trim(clock.nanoTime());
    }

    /** All publications of the topic up to there are known. */
    void heard(String channel, long offset) {
        TopicWriter topic = writers.get(channel);
        if (topic != null) {
            topic.heard(offset);
        }
    }
}
