package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.metrics.StageSummary;
import io.tickgate.core.metrics.StageTotals;
import java.util.List;
import java.util.function.Consumer;

/** Sums up what every loop measures of its publications, by going from one to the next. Any thread. */
public final class Latencies {
    private final List<Shard> shards;

    Latencies(List<Shard> shards) {
        this.shards = shards;
    }

    /** @param listener is told of the last minute, on {@code executor}, when every loop has had its say */
    public void collect(EventExecutor executor, Consumer<List<StageSummary>> listener) {
        collect(0, new StageTotals(), executor, listener);
    }

    private void collect(int index, StageTotals totals, EventExecutor executor, Consumer<List<StageSummary>> listener) {
        if (index == shards.size()) {
            Loops.run(executor, () -> listener.accept(totals.summaries()));
            return;
        }
        Shard shard = shards.get(index);
        shard.execute(() -> {
            shard.addTimes(totals);
            collect(index + 1, totals, executor, listener);
        });
    }
}
