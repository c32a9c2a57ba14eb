package io.tickgate.core.feed.progress;

import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.feed.shared.FamilyFollower;
import io.tickgate.core.feed.shared.KeptPublication;
import io.tickgate.core.feed.shared.Loading;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tasks as their publications say, whichever gateway they come from: a publication has a task's whole state.
 *
 * <p>On the home loops of the topics.
 */
final class ProgressListener extends FamilyFollower {
    private static final long RETRY_MILLIS = 500;

    private final List<Shard> shards;
    private final ProgressBook[] books;
    private final ModuleStore store;
    private final Loading loading;

    ProgressListener(List<Shard> shards, ProgressBook[] books, ModuleStore store, Loading loading) {
        super(loading);
        this.shards = shards;
        this.books = books;
        this.store = store;
        this.loading = loading;
    }

    @Override
    protected void onAllPlaced() {
        for (Shard shard : shards) {
            loading.begin();
            shard.loop().execute(() -> {
                books[shard.index()].fold().endRound();
                loading.end();
            });
        }
    }

    private ProgressBook book(Topic topic) {
        return books[topic.homeIndex()];
    }

    @Override
    public void onPlaced(Topic topic, long offset, @Nullable StoredPublication newest) {
        String taskId = taskId(topic);
        if (taskId == null) {
            return;
        }
        book(topic).fold().heard(taskId, offset);
        if (newest != null && newest.note() != null) {
            book(topic).fold().apply(taskId, newest);
        } else if (offset > 0) {
            read(topic, taskId, book(topic).fold().hold(taskId));
        }
    }

    /** The last publication is not known, or it is none of a task. */
    private void read(Topic topic, String taskId, int run) {
        boolean isGating = loading.beginWithOthers();
        Shard home = shards.get(topic.homeIndex());
        store.readTable(topic.name(), ProgressRecord.TABLE, home, new Backbone.Rows() {
            @Override
            public void onRead(List<Backbone.Row> rows) {
                for (Backbone.Row row : rows) {
                    StoredPublication kept = KeptPublication.of(row.value());
                    if (kept != null) {
                        book(topic).fold().applyMissed(taskId, run, kept);
                    }
                }
                book(topic).fold().release(taskId);
                end(isGating);
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                home.loop()
                        .schedule(
                                () -> {
                                    read(topic, taskId, run);
                                    end(isGating);
                                },
                                RETRY_MILLIS,
                                TimeUnit.MILLISECONDS);
            }
        });
    }

    private void end(boolean isGating) {
        if (isGating) {
            loading.end();
        }
    }

    @Override
    public void onApplied(Topic topic, StoredPublication publication) {
        String taskId = taskId(topic);
        if (taskId != null) {
            if (publication.note() != null) {
                book(topic).fold().apply(taskId, publication);
            }
            book(topic).fold().heard(taskId, publication.offset());
        }
    }

    /** The next publication has the whole state again. */
    @Override
    public void onLost(Topic topic, long upTo) {
        String taskId = taskId(topic);
        if (taskId != null) {
            book(topic).fold().heard(taskId, upTo);
        }
    }

    @Override
    public void onForgotten(Topic topic) {
        String taskId = taskId(topic);
        if (taskId != null) {
            book(topic).fold().forgotten(taskId);
        }
    }

    @Override
    protected void onAllUnplaced() {
        for (Shard shard : shards) {
            shard.execute(books[shard.index()].fold()::beginRound);
        }
    }

    /** Null for the family itself, to which anything may be published. */
    private static @Nullable String taskId(Topic topic) {
        return topic.family() == null ? null : topic.name().substring(ProgressFeed.FAMILY.length() + 1);
    }
}
