package io.tickgate.core.feed.notice;

import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.feed.shared.KeptPublication;
import io.tickgate.core.feed.shared.Loading;
import io.tickgate.core.session.UserTopics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads what the store has of notifications when a gateway starts, and takes it over in the order of time when all of it is
 * there; what is published meanwhile waits for that.
 *
 * <p><b>Owner:</b> the home of notifications. <b>Bound:</b> {@value #READS_MAX} reads at a time; of what was read four times
 * {@code notifications.max-kept}.
 */
final class NotificationMemory {
    private static final int READS_MAX = 16;
    private static final long RETRY_MILLIS = 500;

    /** A publication of a topic that was read, or heard while others are read. */
    private record Heard(String channel, StoredPublication publication) {}

    private final ModuleStore topics;
    private final Shard home;
    private final NotificationIntake intake;
    private final NotificationState state;
    private final NotificationStore store;
    private final Loading loading;
    private final int keptMax;
    private final ArrayDeque<Runnable> reads = new ArrayDeque<>();
    /** Topics that nothing is written to before they were read. */
    private final Set<String> held = new HashSet<>();

    private int openReads;
    /** Families that are not all placed yet. */
    private int openFamilies = NotificationCenter.FAMILIES.size();

    private List<Heard> notifications = new ArrayList<>();
    private List<StoredPublication> changes = new ArrayList<>();
    private List<Backbone.Row> marks = List.of();
    private boolean isReading = true;
    /** Whether commands wait for it: a topic that is heard anew keeps nobody waiting. */
    private boolean isGated = true;

    NotificationMemory(
            ModuleStore topics,
            Shard home,
            NotificationIntake intake,
            NotificationState state,
            NotificationStore store,
            Loading loading,
            int keptMax) {
        this.topics = topics;
        this.home = home;
        this.intake = intake;
        this.state = state;
        this.store = store;
        this.loading = loading;
        this.keptMax = keptMax;
        loading.begin();
    }

    /** One of the families is read from its beginning; before the first of its topics is heard. */
    void begin() {
        openFamilies++;
        isReading = true;
        if (!isGated) {
            isGated = true;
            loading.begin();
        }
    }

    /** All topics of one family are placed. */
    void end() {
        openFamilies--;
        settle();
    }

    /** What was known of a family counts for nothing. */
    void clear(String family) {
        if (family.equals(NotificationTopics.STATE)) {
            state.clear();
        } else {
            boolean areEverybodys = !family.equals(UserTopics.FAMILY);
            store.clear(areEverybodys);
        }
    }

    /** Reads what there is of a topic up to an offset. */
    void read(String channel, long offset) {
        assert home.isCurrent();
        intake.heard(channel, offset);
        if (offset == 0) {
            return;
        }
        isReading = true;
        if (channel.equals(NotificationTopics.STATE)) {
            reads.add(() -> readTable(channel, NotificationState.WANTS, rows -> state.readPreferences(rows, 0)));
            reads.add(() -> readTable(channel, NotificationState.READ, rows -> marks = rows));
        } else {
            intake.hold(channel);
            held.add(channel);
            reads.add(() -> readTable(channel, NotificationIntake.KEPT, rows -> takeKept(channel, rows)));
        }
        next();
    }

    private void next() {
        while (openReads < READS_MAX && !reads.isEmpty()) {
            openReads++;
            reads.remove().run();
        }
        settle();
    }

    private void takeKept(String channel, List<Backbone.Row> rows) {
        for (Backbone.Row row : rows) {
            StoredPublication kept = KeptPublication.of(row.value());
            if (kept != null) {
                notifications.add(new Heard(channel, kept));
            }
        }
        drop();
    }

    private void readTable(String channel, String table, Consumer<List<Backbone.Row>> then) {
        topics.readTable(channel, table, home, new Backbone.Rows() {
            @Override
            public void onRead(List<Backbone.Row> rows) {
                then.accept(rows);
                done();
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                again(() -> readTable(channel, table, then));
            }
        });
    }

    private void done() {
        openReads--;
        next();
    }

    private void again(Runnable read) {
        home.loop().schedule(read, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** No more than is kept can be of use. */
    private void drop() {
        if (notifications.size() > 4L * keptMax) {
            notifications.sort(BY_TIME);
            notifications =
                    new ArrayList<>(notifications.subList(notifications.size() - keptMax, notifications.size()));
        }
    }

    private static final Comparator<Heard> BY_TIME =
            Comparator.comparingLong(heard -> NotificationIntake.micros(heard.publication()));

    /** Takes over what another publishes, or this gateway. */
    void apply(String channel, StoredPublication publication) {
        assert home.isCurrent();
        if (channel.equals(NotificationTopics.STATE)) {
            if (isReading) {
                changes.add(publication);
            } else {
                state.apply(publication);
            }
        } else if (isGated || held.contains(channel)) {
            notifications.add(new Heard(channel, publication));
            intake.heard(channel, publication.offset());
            drop();
        } else {
            intake.apply(channel, publication);
        }
    }

    /** When nothing is under way any more, all that came is in force. */
    private void settle() {
        if (!isReading || openFamilies > 0 || openReads > 0 || !reads.isEmpty()) {
            return;
        }
        isReading = false;
        notifications.sort(BY_TIME);
        notifications.forEach(heard -> intake.take(heard.channel(), heard.publication()));
        notifications = new ArrayList<>();
        state.readMarks(marks);
        marks = List.of();
        changes.forEach(state::apply);
        changes = new ArrayList<>();
        for (String channel : List.copyOf(held)) {
            store.sort(NotificationTopics.userOf(channel));
            intake.release(channel);
        }
        held.clear();
        if (isGated) {
            isGated = false;
            loading.end();
        }
    }
}
