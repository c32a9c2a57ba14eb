package io.tickgate.core.feed.chart;

import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.StoredPublication;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.feed.shared.FamilyFollower;
import io.tickgate.core.feed.shared.Loading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the charts as their publications say, whichever gateway they come from; what was published before the first one that
 * is heard is read from the tables of the channel.
 *
 * <p>On the home shards of the channels.
 */
final class ChartListener extends FamilyFollower {
    private final List<Shard> shards;
    private final List<ChartBook> books;
    private final Loading loading;

    ChartListener(List<Shard> shards, List<ChartBook> books, Loading loading) {
        super(loading);
        this.shards = shards;
        this.books = books;
        this.loading = loading;
    }

    @Override
    protected void onAllPlaced() {
        for (Shard shard : shards) {
            loading.begin();
            shard.loop().execute(() -> {
                books.get(shard.index()).endRound();
                loading.end();
            });
        }
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
    protected void onAllUnplaced() {
        for (Shard shard : shards) {
            shard.execute(books.get(shard.index())::beginRound);
        }
    }

    private static String symbol(Topic topic) {
        return topic.name().substring(ChartFeed.FAMILY.length() + 1);
    }
}
