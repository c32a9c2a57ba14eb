package io.tickgate.cluster;

import io.tickgate.core.broadcast.Backbone.Row;
import io.tickgate.core.broadcast.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The call of the script that appends, as keys and arguments; {@code append.lua} says in which order. */
final class AppendCall {
    static final int APPENDED = 0;
    static final int AGAIN = 1;
    static final int SAME = 2;
    static final int CONFLICT = 3;
    static final int LOST = 4;
    static final int MOVED = 5;
    static final int STALE = 6;
    static final int FULL = 7;

    private static final RedisSettings.Kept UNKNOWN = new RedisSettings.Kept(1_000, 1 << 20, Duration.ofMinutes(5));
    private static final byte[] YES = {'1'};
    private static final byte[] NO = {'0'};

    private final RedisSettings settings;
    private final byte[] command;
    private final byte[] topicsMax;
    private final byte[] idempotencyMillis;

    /** @param command by which announcements are made */
    AppendCall(RedisSettings settings, String command) {
        this.settings = settings;
        this.command = Keyspace.bytes(command);
        this.topicsMax = Keyspace.bytes(settings.topicsPerBucketMax());
        this.idempotencyMillis = Keyspace.bytes(settings.idempotencyTtl().toMillis());
    }

    byte[][] keys(Bucket bucket, Append append) {
        String topic = append.topic().name();
        Draft draft = append.draft();
        List<byte[]> keys = new ArrayList<>(6 + 2 * draft.rows().size());
        keys.add(bucket.meta());
        keys.add(bucket.topics());
        keys.add(Keyspace.bytes(Keyspace.stream(bucket.tag(), topic)));
        keys.add(bucket.producer());
        keys.add(
                draft.key() == null
                        ? bucket.meta()
                        : Keyspace.bytes(Keyspace.idempotency(bucket.tag(), topic, draft.key())));
        keys.add(draft.rows().isEmpty() ? bucket.meta() : Keyspace.bytes(Keyspace.tables(bucket.tag(), topic)));
        for (Row row : draft.rows()) {
            keys.add(Keyspace.bytes(Keyspace.rows(bucket.tag(), topic) + row.table()));
            keys.add(Keyspace.bytes(Keyspace.order(bucket.tag(), topic) + row.table()));
        }
        return keys.toArray(byte[][]::new);
    }

    byte[][] arguments(Bucket bucket, Append append, StoreEpoch epoch) {
        Draft draft = append.draft();
        RedisSettings.Kept kept = settings.kept().getOrDefault(append.topic().familyName(), UNKNOWN);
        List<byte[]> arguments = new ArrayList<>(14 + 6 * draft.rows().size());
        arguments.add(Keyspace.bytes(epoch.id()));
        arguments.add(Keyspace.bytes(epoch.floor()));
        arguments.add(Keyspace.bytes(bucket.known()));
        arguments.add(Keyspace.bytes(append.number()));
        arguments.add(Keyspace.bytes(append.topic().name()));
        arguments.add(Keyspace.bytes(draft.expected()));
        arguments.add(append.packed());
        arguments.add(append.topic().isState() ? YES : NO);
        arguments.add(Keyspace.bytes(kept.entries(append.packed().length)));
        arguments.add(Keyspace.bytes(kept.ttl().toMillis()));
        arguments.add(topicsMax);
        arguments.add(draft.key() == null ? NO : idempotencyMillis);
        arguments.add(bucket.channel());
        arguments.add(command);
        for (Row row : draft.rows()) {
            arguments.add(Keyspace.bytes(row.table()));
            arguments.add(Keyspace.bytes(row.key()));
            arguments.add(Keyspace.bytes(Double.toString(row.order())));
            arguments.add(row.value());
            arguments.add(Keyspace.bytes(row.rowsMax()));
            arguments.add(row.isFirst() ? YES : NO);
        }
        return arguments.toArray(byte[][]::new);
    }
}
