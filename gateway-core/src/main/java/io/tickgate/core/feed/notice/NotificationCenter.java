package io.tickgate.core.feed.notice;

import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.feed.shared.Loading;
import io.tickgate.core.session.UserTopics;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.PreferencesCodec;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationPreferences;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes notifications, keeps them, and tells users what they missed.
 *
 * <p>Any thread may call; everything happens on one loop, the home of {@code notifications}, in the order of one caller's
 * calls.
 */
public final class NotificationCenter {
    /** Where notifications for everybody are published. */
    public static final String CHANNEL = "notifications";

    /** All that gateways share of notifications. */
    static final List<String> FAMILIES = List.of(CHANNEL, UserTopics.FAMILY, NotificationTopics.STATE);

    private final BroadcastEngine engine;
    private final Clock clock;
    private final Shard home;
    private final NotificationStore store;
    private final Preferences preferences;
    private final NotificationState state;
    private final NotificationIntake intake;
    private final Loading loading;
    private final MessageReader bodies;
    private final PreferencesCodec preferencesCodec;

    public NotificationCenter(BroadcastEngine engine, NotificationLimits limits, Clock clock) {
        this.engine = engine;
        this.clock = clock;
        home = engine.directory().homeOf(CHANNEL);
        store = new NotificationStore(limits, home.counters());
        preferences = new Preferences(limits.usersMax(), limits.timeZone());
        ModuleStore topics = engine.moduleStore();
        loading = new Loading("notifications are");
        state = new NotificationState(topics, home, store, preferences, limits);
        intake = new NotificationIntake(topics, home, store, preferences, state, limits, clock);
        if (topics.isShared()) {
            listen(topics, limits);
        }
        bodies = new MessageReader(limits.bodies());
        preferencesCodec = new PreferencesCodec(limits.bodies());
    }

    private void listen(ModuleStore topics, NotificationLimits limits) {
        NotificationMemory memory =
                new NotificationMemory(topics, home, intake, state, store, loading, limits.keptMax());
        for (String family : FAMILIES) {
            new NotificationListener(family, engine.shards(), home, memory, loading, preferences, limits)
                    .follow(topics, family);
        }
    }

    /** @return whether what is kept is known by now; else {@code reply} was refused */
    private boolean isLoaded(NotificationReply<?> reply) {
        try {
            loading.requireOver();
            return true;
        } catch (WireException e) {
            reply.onRefused(e);
            return false;
        }
    }

    /**
     * What became of a notification.
     *
     * @param id the publisher's, or the gateway's
     * @param offset in {@code notifications}, or in its user's own channel
     * @param recipientCount connections that were subscribed when the offset was given
     * @param isNew false for one that had come before, under the same id, and was not published again
     */
    public record Notified(String id, long offset, int recipientCount, boolean isNew) {}

    /**
     * Publishes a notification from inside the process.
     *
     * @param jsonObject as {@code POST /api/v1/websocket/notifications} takes it; not touched afterwards by the caller
     * @return completes on an event loop; fails with {@link PublishException} when the gateway refuses
     */
    public CompletionStage<Notified> notify(byte[] jsonObject) {
        CompletableFuture<Notified> future = new CompletableFuture<>();
        NotificationReply<Accepted> reply = new NotificationReply<>() {
            @Override
            public void onDone(Accepted accepted) {
                future.complete(new Notified(
                        accepted.notification().id(), accepted.offset(), accepted.recipientCount(), accepted.isNew()));
            }

            @Override
            public void onRefused(WireException fault) {
                future.completeExceptionally(new PublishException(fault));
            }
        };
        engine.broker().handOver(home, jsonObject.length, () -> {
            try {
                loading.requireOver();
                MessageBody body = bodies.readBody(WireFormat.JSON, jsonObject, 0, jsonObject.length);
                intake.publish(body, "", reply);
            } catch (WireException e) {
                reply.onRefused(e);
            }
        });
        return future;
    }

    /**
     * Publishes a notification.
     *
     * @param body borrowed for the call
     * @param path stands before the names of fields in errors, such as {@code notification.}
     */
    public void publish(MessageBody body, String path, NotificationReply<Accepted> reply) {
        MessageBody kept = home.isCurrent() ? body : body.copy();
        engine.broker().handOver(home, kept.length(), () -> {
            if (isLoaded(reply)) {
                intake.publish(kept, path, reply);
            }
        });
    }

    /**
     * The newest notifications that a user may see.
     *
     * @param userId null for who gets only what is everybody's
     * @param limit of lines
     * @param format of the list
     */
    public void list(@Nullable String userId, int limit, WireFormat format, NotificationReply<NotificationPage> reply) {
        home.execute(() -> {
            if (isLoaded(reply)) {
                store.trim(clock.nanoTime());
                reply.onDone(store.page(userId, limit, format));
            }
        });
    }

    /** One notification, if {@code userId} may see it. */
    public void find(String id, @Nullable String userId, NotificationReply<StoredNotification> reply) {
        home.execute(() -> {
            if (!isLoaded(reply)) {
                return;
            }
            StoredNotification found = findHere(id, userId);
            if (found == null) {
                reply.onRefused(notFound());
            } else {
                reply.onDone(found);
            }
        });
    }

    /** Notes that a user has read a notification. The result is the Unix time in milliseconds of the first time. */
    public void markRead(String id, String userId, NotificationReply<Long> reply) {
        home.execute(() -> {
            if (!isLoaded(reply)) {
                return;
            }
            StoredNotification found = findHere(id, userId);
            if (found == null) {
                reply.onRefused(notFound());
            } else {
                state.markRead(found, userId, clock.millis(), reply);
            }
        });
    }

    /** A notification for another user is as unknown as one that does not exist. */
    private @Nullable StoredNotification findHere(String id, @Nullable String userId) {
        assert home.isCurrent();
        store.trim(clock.nanoTime());
        StoredNotification found = store.find(id);
        return found != null && found.isFor(userId) ? found : null;
    }

    private static WireException notFound() {
        return new WireException(
                ErrorCode.NOTIFICATION_NOT_FOUND, "no notification of yours has this id", "notification_id");
    }

    /** @throws WireException {@code unavailable} until what the store has of notifications was read */
    public void requireLoaded() throws WireException {
        loading.requireOver();
    }

    /** What a user does not want pushed. */
    public NotificationPreferences preferences(String userId) {
        return preferences.of(userId);
    }

    /**
     * Replaces a user's preferences; in force for what is published from then on.
     *
     * @param body borrowed for the call
     */
    public void setPreferences(String userId, MessageBody body, NotificationReply<NotificationPreferences> reply) {
        MessageBody kept = home.isCurrent() ? body : body.copy();
        engine.broker().handOver(home, kept.length(), () -> {
            try {
                loading.requireOver();
                state.prefer(userId, preferencesCodec.read(kept), clock.millis(), reply);
            } catch (WireException e) {
                reply.onRefused(e);
            }
        });
    }

    /** Drops what is too old. On each shard's loop, a few times a second. */
    public void tick(Shard shard, long nowNanos) {
        if (shard == home) {
            store.trim(nowNanos);
            intake.tick();
        }
    }
}
