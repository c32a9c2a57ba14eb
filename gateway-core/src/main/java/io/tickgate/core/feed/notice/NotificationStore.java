package io.tickgate.core.feed.notice;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.protocol.codec.NotificationWriter;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The notifications that are kept, in the order in which they came, and who has read which.
 *
 * <p><b>Owner:</b> the home of notifications. <b>Bound:</b> count, bytes and age, the oldest go first; read marks have a
 * count of their own and go with their notification.
 * <p><b>Cost:</b> a list costs its lines and the number of unread ones nothing, however many are kept.
 */
final class NotificationStore {
    /** 512 KiB for a whole message, of which the envelope and a long id take less than the rest. */
    private static final int LIST_BYTES_MAX = (512 << 10) - 1024;

    /** What one user has beside what is everybody's. */
    private static final class Box {
        final ArrayDeque<StoredNotification> own = new ArrayDeque<>(0);
        int ownRead;
        int publicRead;

        boolean isEmpty() {
            return own.isEmpty() && publicRead == 0;
        }
    }

    private final NotificationLimits limits;
    private final ShardCounters counters;
    private final LinkedHashMap<String, StoredNotification> byId = new LinkedHashMap<>();
    private final ArrayDeque<StoredNotification> everybodys = new ArrayDeque<>();
    private final Map<String, Box> boxes = new HashMap<>();
    private final WireBuffer buffer = new WireBuffer();
    private long bytes;
    private int marks;

    NotificationStore(NotificationLimits limits, ShardCounters counters) {
        this.limits = limits;
        this.counters = counters;
    }

    @Nullable
    StoredNotification find(String id) {
        return byId.get(id);
    }

    /** Keeps one more, above the limits until {@link #trim}. */
    void add(StoredNotification notification) {
        byId.put(notification.id(), notification);
        queueOf(notification).addLast(notification);
        bytes += notification.bytes();
        count();
    }

    private ArrayDeque<StoredNotification> queueOf(StoredNotification notification) {
        String userId = notification.userId();
        return userId == null ? everybodys : boxes.computeIfAbsent(userId, user -> new Box()).own;
    }

    /** Of the newest that is kept for a user, or for everybody; 0 where there is none. */
    long newestSequence(@Nullable String userId) {
        Box box = userId == null ? null : boxes.get(userId);
        ArrayDeque<StoredNotification> queue = userId == null ? everybodys : box == null ? null : box.own;
        StoredNotification newest = queue == null ? null : queue.peekLast();
        return newest == null ? 0 : newest.sequence();
    }

    /** Puts what is kept for a user, or for everybody, in order again: some of it was read later than what came after. */
    void sort(@Nullable String userId) {
        Box box = userId == null ? null : boxes.get(userId);
        ArrayDeque<StoredNotification> queue = userId == null ? everybodys : box == null ? null : box.own;
        if (queue != null) {
            List<StoredNotification> sorted = new ArrayList<>(queue);
            sorted.sort(Comparator.comparingLong(StoredNotification::sequence));
            queue.clear();
            queue.addAll(sorted);
        }
    }

    /** Drops what may not be kept any more. */
    void trim(long nowNanos) {
        Iterator<StoredNotification> oldestFirst = byId.values().iterator();
        while (oldestFirst.hasNext()) {
            StoredNotification oldest = oldestFirst.next();
            if (byId.size() <= limits.keptMax()
                    && bytes <= limits.bytesMax()
                    && nowNanos - oldest.keptAtNanos() < limits.ttlNanos()) {
                break;
            }
            oldestFirst.remove();
            forget(oldest);
        }
    }

    void remove(StoredNotification notification) {
        if (byId.remove(notification.id(), notification)) {
            forget(notification);
        }
    }

    /** Drops those that are numbered and for everybody, or for users. */
    void clear(boolean areEverybodys) {
        for (StoredNotification notification : List.copyOf(byId.values())) {
            if (!notification.isPending() && (notification.userId() == null) == areEverybodys) {
                remove(notification);
            }
        }
    }

    private void forget(StoredNotification notification) {
        // The oldest of all is the oldest of its queue, so that this finds it at the head.
        queueOf(notification).removeFirstOccurrence(notification);
        bytes -= notification.bytes();
        String userId = notification.userId();
        if (userId == null) {
            for (String reader : notification.readers()) {
                marks--;
                box(reader).publicRead--;
                dropIfEmpty(reader);
            }
        } else {
            box(userId).ownRead -= notification.readAtMillis(userId) == null ? 0 : 1;
            dropIfEmpty(userId);
        }
        count();
    }

    private Box box(String userId) {
        return boxes.computeIfAbsent(userId, user -> new Box());
    }

    private void dropIfEmpty(String userId) {
        if (box(userId).isEmpty()) {
            boxes.remove(userId);
        }
    }

    /** Whether one more user may read {@code notification}. */
    boolean hasRoomForMark(StoredNotification notification) {
        return notification.userId() != null || marks < limits.readMarksMax();
    }

    /**
     * Notes that {@code userId} has read one, whether there is room or not; the first time counts.
     *
     * @param notification one that is kept, and for that user
     */
    void markRead(StoredNotification notification, String userId, long nowMillis) {
        if (notification.readAtMillis(userId) != null) {
            return;
        }
        if (notification.userId() != null) {
            box(userId).ownRead++;
        } else {
            marks++;
            box(userId).publicRead++;
        }
        notification.markRead(userId, nowMillis);
        count();
    }

    private int unread(@Nullable String userId) {
        Box box = userId == null ? null : boxes.get(userId);
        return box == null ? everybodys.size() : everybodys.size() - box.publicRead + box.own.size() - box.ownRead;
    }

    /** @param userId null for who gets only what is everybody's */
    NotificationPage page(@Nullable String userId, int limit, WireFormat format) {
        Box box = userId == null ? null : boxes.get(userId);
        Iterator<StoredNotification> own = box == null ? Collections.emptyIterator() : box.own.descendingIterator();
        Iterator<StoredNotification> common = everybodys.descendingIterator();
        buffer.clear();
        WireWriter out = WireWriter.of(format, buffer);
        StoredNotification nextOwn = next(own);
        StoredNotification nextCommon = next(common);
        int count = 0;
        int end = 0;
        boolean more = false;
        while (count < limit && !more && (nextOwn != null || nextCommon != null)) {
            StoredNotification newest;
            if (nextCommon == null || (nextOwn != null && nextOwn.sequence() > nextCommon.sequence())) {
                newest = nextOwn;
                nextOwn = next(own);
            } else {
                newest = nextCommon;
                nextCommon = next(common);
            }
            if (newest != null) {
                NotificationWriter.element(out, newest.object(), newest.userId(), newest.readAtMillis(userId));
                more = buffer.length() > LIST_BYTES_MAX;
                end = more ? end : buffer.length();
                count += more ? 0 : 1;
            }
        }
        OpaqueList list = new OpaqueList(format, Arrays.copyOf(buffer.array(), end), 0, end, count);
        return new NotificationPage(list, unread(userId), more);
    }

    private static @Nullable StoredNotification next(Iterator<StoredNotification> iterator) {
        return iterator.hasNext() ? iterator.next() : null;
    }

    private void count() {
        counters.set(Counter.NOTIFICATIONS_KEPT, byId.size());
        counters.set(Counter.NOTIFICATION_BYTES, bytes);
        counters.set(Counter.NOTIFICATION_READ_MARKS, marks);
    }
}
