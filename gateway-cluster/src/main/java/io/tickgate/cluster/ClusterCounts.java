package io.tickgate.cluster;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a gateway counts about Redis since its start. Any thread. */
final class ClusterCounts {
    /** Kinds of things that are counted. */
    enum Kind {
        APPENDED,
        APPENDS_REFUSED,
        APPENDS_REPEATED,
        ANNOUNCEMENTS,
        ANNOUNCEMENTS_UNDELIVERABLE,
        ANNOUNCEMENTS_SHORTENED,
        HOLES,
        HOLES_READ,
        PUBLICATIONS_LOST,
        BUCKETS_CAUGHT_UP,
        CONNECTIONS_LOST,
        PROBES_FAILED,
        EPOCHS
    }

    private final EnumMap<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

    ClusterCounts() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    void add(Kind kind, long n) {
        LongAdder count = counts.get(kind);
        if (count != null) {
            count.add(n);
        }
    }

    void add(Kind kind) {
        add(kind, 1);
    }

    long get(Kind kind) {
        LongAdder count = counts.get(kind);
        return count == null ? 0 : count.sum();
    }

    /** By the names that a status gives them. */
    Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        counts.forEach((kind, count) -> all.put(kind.name().toLowerCase(Locale.ROOT), count.sum()));
        return all;
    }
}
