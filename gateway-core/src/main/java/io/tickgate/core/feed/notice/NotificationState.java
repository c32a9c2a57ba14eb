package io.tickgate.core.feed.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.Backbone.Row;
import io.tickgate.core.broadcast.Draft;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Treatment;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.PreferencesCodec;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationPreferences;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.BodyMerge;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Read marks and preferences: changed here where this gateway stands alone, else as the publications of
 * {@link NotificationTopics#STATE} say, in their order. Two gateways may change the same at once: of marks the first counts,
 * of preferences the last.
 *
 * <p>The note of such a publication is {@code read millis user id} or {@code wants user}; the tables of the same names keep
 * what is in force.
 *
 * <p><b>Owner:</b> the home of notifications. <b>Bound:</b> {@value #EARLY_MAX} notifications that were read by somebody before
 * they are heard of here.
 */
final class NotificationState {
    static final String READ = "read";
    static final String WANTS = "wants";

    private static final int EARLY_MAX = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(NotificationState.class);

    private final ModuleStore topics;
    private final Shard home;
    private final NotificationStore store;
    private final Preferences preferences;
    private final PreferencesCodec codec;
    private final MessageReader bodies;
    private final NotificationLimits limits;
    /** By notification: who has read it when. */
    private final LinkedHashMap<String, Map<String, Long>> early = new LinkedHashMap<>();

    NotificationState(
            ModuleStore topics,
            Shard home,
            NotificationStore store,
            Preferences preferences,
            NotificationLimits limits) {
        this.topics = topics;
        this.home = home;
        this.store = store;
        this.preferences = preferences;
        this.limits = limits;
        this.codec = new PreferencesCodec(limits.bodies());
        this.bodies = new MessageReader(limits.bodies());
    }

    /** Notes that a user has read a notification; the result is the Unix time in milliseconds of the first time. */
    void markRead(StoredNotification notification, String userId, long nowMillis, NotificationReply<Long> reply) {
        assert home.isCurrent();
        Long before = notification.readAtMillis(userId);
        if (before != null) {
            reply.onDone(before);
        } else if (!store.hasRoomForMark(notification)) {
            reply.onRefused(new WireException(
                    ErrorCode.UNAVAILABLE, "all read marks are in use (notifications.max-read-marks)"));
        } else {
            String id = notification.id();
            Row row = new Row(
                    READ,
                    userId + ' ' + id,
                    nowMillis,
                    Long.toString(nowMillis).getBytes(UTF_8),
                    limits.readMarksMax() + limits.keptMax(),
                    true);
            publish(READ + ' ' + nowMillis + ' ' + userId + ' ' + id, BodyMerge.EMPTY, row, reply, () -> {
                if (!topics.isShared()) {
                    store.markRead(notification, userId, nowMillis);
                }
                Long readAt = notification.readAtMillis(userId);
                return readAt == null ? nowMillis : readAt;
            });
        }
    }

    /** Replaces what a user wants. */
    void prefer(
            String userId,
            NotificationPreferences wanted,
            long nowMillis,
            NotificationReply<NotificationPreferences> reply) {
        assert home.isCurrent();
        if (preferences.of(userId).equals(wanted)) {
            reply.onDone(wanted);
            return;
        }
        if (!preferences.hasRoomFor(userId, wanted)) {
            reply.onRefused(new WireException(
                    ErrorCode.UNAVAILABLE, "no more users may have preferences (notifications.max-users)"));
            return;
        }
        WireBuffer json = new WireBuffer();
        PreferencesCodec.write(wanted, WireWriter.json(json));
        Row row = new Row(WANTS, userId, nowMillis, json.toBytes(), 2 * limits.usersMax());
        try {
            MessageBody body = bodies.readBody(WireFormat.JSON, json.array(), 0, json.length());
            publish(WANTS + ' ' + userId, body, row, reply, () -> {
                if (!topics.isShared()) {
                    put(userId, wanted, preferences.changes() + 1);
                }
                return wanted;
            });
        } catch (WireException e) {
            reply.onRefused(e);
        }
    }

    private interface Done<T> {
        T result();
    }

    /** Whoever stands alone has nobody to tell. */
    private <T> void publish(String note, MessageBody body, Row row, NotificationReply<T> reply, Done<T> done) {
        if (!topics.isShared()) {
            reply.onDone(done.result());
            return;
        }
        Draft draft = new Draft(body, false, false, null, note, Draft.ANY, null, List.of(row));
        topics.append(NotificationTopics.STATE, draft, Treatment.NORMAL, home, new ModuleStore.Appending() {
            @Override
            public void onAppended(long offset, int recipientCount) {
                reply.onDone(done.result());
            }

            @Override
            public void onConflict(long lastOffset) {
                throw new IllegalStateException("it expects nothing");
            }

            @Override
            public void onRefused(ErrorCode code, String detail) {
                reply.onRefused(new WireException(code, detail));
            }
        });
    }

    private void put(String userId, NotificationPreferences wanted, long change) {
        preferences.put(userId, wanted, change);
        home.counters().set(Counter.NOTIFICATION_USERS, preferences.size());
    }

    /** Takes over what was changed, by whatever gateway. */
    void apply(StoredPublication publication) {
        assert home.isCurrent();
        String note = publication.note();
        if (note == null) {
            return;
        }
        try {
            String[] words = note.split(" ", 4);
            switch (words[0]) {
                case READ -> read(words[3], words[2], Long.parseLong(words[1]));
                case WANTS -> put(words[1], codec.read(publication.body()), publication.offset());
                default -> LOG.warn("a newer gateway says of notifications: {}", words[0]);
            }
        } catch (WireException | RuntimeException e) {
            LOG.warn("what became of notifications cannot be read: {}", e.toString());
        }
    }

    private void read(String id, String userId, long millis) {
        StoredNotification known = store.find(id);
        if (known != null && known.isFor(userId)) {
            store.markRead(known, userId, millis);
        } else if (known == null) {
            remember(id, userId, millis);
        }
    }

    private void remember(String id, String userId, long millis) {
        early.computeIfAbsent(id, any -> new LinkedHashMap<>(2)).putIfAbsent(userId, millis);
        if (early.size() > EARLY_MAX) {
            early.remove(early.keySet().iterator().next());
        }
    }

    /** A notification is not kept for now: it stands elsewhere in its topic, or another gateway has published it. */
    void onRemoved(StoredNotification notification) {
        notification.takeMarks().forEach((userId, millis) -> remember(notification.id(), userId, millis));
    }

    /** A notification was heard of: perhaps somebody has read it on another gateway before. */
    void onTaken(StoredNotification notification) {
        Map<String, Long> readers = early.remove(notification.id());
        if (readers != null) {
            readers.forEach((userId, millis) -> read(notification.id(), userId, millis));
        }
    }

    /** Takes over the read marks of the table {@link #READ}. */
    void readMarks(List<Backbone.Row> rows) {
        for (Row row : rows) {
            int space = row.key().indexOf(' ');
            if (space > 0) {
                read(row.key().substring(space + 1), row.key().substring(0, space), (long) row.order());
            }
        }
    }

    /**
     * Takes over the table {@link #WANTS}.
     *
     * @param change the last one that is in it for sure
     */
    void readPreferences(List<Backbone.Row> rows, long change) {
        for (Row row : rows) {
            try {
                put(
                        row.key(),
                        codec.read(bodies.readBody(WireFormat.JSON, row.value(), 0, row.value().length)),
                        change);
            } catch (WireException e) {
                LOG.warn("what a user does not want pushed cannot be read: {}", e.text());
            }
        }
    }

    /** Nobody has read anything, and everybody wants everything. */
    void clear() {
        early.clear();
        preferences.clear();
        home.counters().set(Counter.NOTIFICATION_USERS, 0);
    }
}
