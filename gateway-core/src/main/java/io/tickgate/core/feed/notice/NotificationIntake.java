package io.tickgate.core.feed.notice;

import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Exclusion;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.Treatment;
import io.tickgate.core.session.UserTopics;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.NotificationReader;
import io.tickgate.protocol.codec.NotificationWriter;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationDraft;
import io.tickgate.protocol.wire.WireException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a notification comes in: read, compared with what came before, kept, numbered. Either all of it happens or nothing.
 *
 * <p><b>Owner:</b> the home of notifications. One for everybody is numbered here and now; one for a user goes on to the home
 * of the user's topic, in order.
 */
final class NotificationIntake {
    private final BroadcastEngine engine;
    private final Shard home;
    private final NotificationStore store;
    private final Preferences preferences;
    private final Clock clock;
    private final NotificationReader reader;
    private final NotificationWriter writer = new NotificationWriter();
    private long sequence;
    private long idCount;

    NotificationIntake(
            BroadcastEngine engine,
            Shard home,
            NotificationStore store,
            Preferences preferences,
            NotificationLimits limits,
            Clock clock) {
        this.engine = engine;
        this.home = home;
        this.store = store;
        this.preferences = preferences;
        this.clock = clock;
        this.reader = new NotificationReader(limits.bodies());
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
            StoredNotification known = store.find(id);
            if (known == null) {
                publishNew(draft, id, object, nowMillis)
                        .published()
                        .whenComplete((accepted, failure) -> answer(accepted, failure, reply));
            } else if (Objects.equals(known.userId(), draft.userId())
                    && NotificationWriter.isSame(known.object(), object)) {
                known.published()
                        .whenComplete((accepted, failure) -> answer(
                                accepted == null ? null : new Accepted(known, accepted.offset(), 0, false),
                                failure,
                                reply));
            } else {
                throw new WireException(
                        ErrorCode.DUPLICATE_ID, "another notification has this id already", path + "id");
            }
        } catch (WireException e) {
            reply.onRefused(e);
        }
    }

    private static void answer(
            @Nullable Accepted accepted, @Nullable Throwable failure, NotificationReply<Accepted> reply) {
        if (accepted != null) {
            reply.onDone(accepted);
        } else if (failure instanceof WireException fault) {
            reply.onRefused(fault);
        }
    }

    private String newId(long nowMillis) {
        String id;
        do {
            id = "notif_" + nowMillis + "_" + ++idCount;
        } while (store.find(id) != null);
        return id;
    }

    private StoredNotification publishNew(NotificationDraft draft, String id, MessageBody object, long nowMillis)
            throws WireException {
        String userId = draft.userId();
        Topic topic =
                engine.directory().resolveAny(userId == null ? NotificationCenter.CHANNEL : UserTopics.of(userId));
        if (topic == null) {
            throw new WireException(
                    engine.directory().full().code(), engine.directory().full().detail());
        }
        boolean isMuted = userId != null && preferences.isMuted(userId, draft.type(), draft.priority(), nowMillis);
        StoredNotification added = new StoredNotification(id, userId, object, clock.nanoTime(), ++sequence);
        // Before it is published: whoever gets it may mark it as read at once.
        store.add(added);
        engine.broker()
                .publish(
                        topic,
                        writer.publication(object, nowMillis),
                        new Treatment(exclusion(draft, isMuted, nowMillis), true, Treatment.isUrgent(draft.priority())),
                        home.loop(),
                        new Outcome(added, isMuted));
        return added;
    }

    /** Whoever follows the topic of a user is that user, so the decision is made once. */
    private @Nullable Exclusion exclusion(NotificationDraft draft, boolean isMuted, long nowMillis) {
        if (draft.userId() == null) {
            return preferences.muting(draft.type(), draft.priority(), nowMillis);
        }
        return isMuted ? Exclusion.EVERYBODY : null;
    }

    private final class Outcome implements PublishReply {
        private final StoredNotification added;
        private final boolean isMuted;

        Outcome(StoredNotification added, boolean isMuted) {
            this.added = added;
            this.isMuted = isMuted;
        }

        @Override
        public void onPublished(long offset, int recipientCount) {
            store.trim(clock.nanoTime());
            added.published().complete(new Accepted(added, offset, isMuted ? 0 : recipientCount, true));
        }

        @Override
        public void onRefused(ErrorCode code, String detail) {
            store.remove(added);
            added.published().completeExceptionally(new WireException(code, detail));
        }
    }
}
