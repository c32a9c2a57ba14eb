package io.tickgate.core.feed.progress;

import io.tickgate.core.broadcast.AppliedListener;
import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.core.feed.shared.Loading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tasks as their publications say, whichever gateway they come from: a publication has a task's whole state.
 *
 * <p>On the home loops of the topics.
 */
final class ProgressListener implements AppliedListener {
    /** How many publications before the last one may be something else than a task's. */
    private static final int LOOKBACK = 100;

    private final List<Shard> shards;
    private final ProgressBook[] books;
    private final ModuleStore store;
    private final Loading loading;

    ProgressListener(List<Shard> shards, ProgressBook[] books, ModuleStore store, Loading loading) {
        this.shards = shards;
        this.books = books;
        this.store = store;
        this.loading = loading;
    }

    /** Hears of all tasks from now on. */
    void start() {
        if (store.isShared()) {
            store.follow(ProgressFeed.FAMILY, this, this::onFollowed);
        }
    }

    private void onFollowed() {
        for (Shard shard : shards) {
            loading.begin();
            shard.loop().execute(() -> {
                books[shard.index()].endRound();
                loading.end();
            });
        }
        loading.end();
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
        if (newest == null || newest.note() != null) {
            if (newest != null) {
                book(topic).apply(taskId, newest);
            }
            book(topic).heard(taskId, offset);
            return;
        }
        loading.begin();
        store.read(
                topic.name(),
                Math.max(0, offset - LOOKBACK),
                offset,
                LOOKBACK,
                shards.get(topic.homeIndex()),
                new Backbone.Publications() {
                    @Override
                    public void onRead(List<StoredPublication> publications) {
                        publications.stream()
                                .filter(publication -> publication.note() != null)
                                .reduce((older, newer) -> newer)
                                .ifPresent(last -> book(topic).applyMissed(taskId, last));
                        book(topic).heard(taskId, offset);
                        loading.end();
                    }

                    @Override
                    public void onRefused(TopicDirectory.Refusal refusal) {
                        // The store is gone again; what comes of it is read then.
                        loading.end();
                    }
                });
    }

    @Override
    public void onApplied(Topic topic, StoredPublication publication) {
        String taskId = taskId(topic);
        if (taskId != null) {
            if (publication.note() != null) {
                book(topic).apply(taskId, publication);
            }
            book(topic).heard(taskId, publication.offset());
        }
    }

    /** The next publication has the whole state again. */
    @Override
    public void onLost(Topic topic, long upTo) {
        String taskId = taskId(topic);
        if (taskId != null) {
            book(topic).heard(taskId, upTo);
        }
    }

    @Override
    public void onForgotten(Topic topic) {
        String taskId = taskId(topic);
        if (taskId != null) {
            book(topic).forgotten(taskId);
        }
    }

    @Override
    public void onRestarted() {
        loading.begin();
        for (Shard shard : shards) {
            shard.execute(books[shard.index()]::beginRound);
        }
    }

    /** Null for the family itself, to which anything may be published. */
    private static @Nullable String taskId(Topic topic) {
        return topic.family() == null ? null : topic.name().substring(ProgressFeed.FAMILY.length() + 1);
    }
}
