package io.tickgate.core.feed.chart;

import io.tickgate.core.broadcast.AppliedListener;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.feed.shared.Loading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the charts as their publications say, whichever gateway they come from; what was published before the first one that
 * is heard is read from the tables of the channel.
 *
 * <p>On the home shards of the channels.
 */
final class ChartListener implements AppliedListener {
    private final List<Shard> shards;
    private final List<ChartBook> books;
    private final ModuleStore store;
    private final Loading loading;

    ChartListener(List<Shard> shards, List<ChartBook> books, ModuleStore store, Loading loading) {
        this.shards = shards;
        this.books = books;
        this.store = store;
        this.loading = loading;
    }

    /** Hears of all charts from now on. */
    void start() {
        if (store.isShared()) {
            store.follow(ChartFeed.FAMILY, this, this::onFollowed);
        }
    }

    private void onFollowed() {
        for (Shard shard : shards) {
            loading.begin();
            shard.loop().execute(() -> {
                books.get(shard.index()).endRound();
                loading.end();
            });
        }
        loading.end();
    }

    private ChartBook book(Topic topic) {
        return books.get(topic.homeIndex());
    }

    @Override
    public void onPlaced(Topic topic, long offset, @Nullable StoredPublication newest) {
        if (topic.family() != null) {
            book(topic).place(symbol(topic), topic.name(), offset);
        }
    }

    @Override
    public void onApplied(Topic topic, StoredPublication publication) {
        if (topic.family() != null) {
            book(topic).apply(symbol(topic), topic.name(), publication);
        }
    }

    @Override
    public void onLost(Topic topic, long upTo) {
        onPlaced(topic, upTo, null);
    }

    @Override
    public void onForgotten(Topic topic) {
        if (topic.family() != null) {
            book(topic).forgotten(symbol(topic));
        }
    }

    @Override
    public void onRestarted() {
        loading.begin();
        for (Shard shard : shards) {
            shard.execute(books.get(shard.index())::beginRound);
        }
    }

    private static String symbol(Topic topic) {
        return topic.name().substring(ChartFeed.FAMILY.length() + 1);
    }
}
