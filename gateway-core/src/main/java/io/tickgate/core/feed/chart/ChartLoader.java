package io.tickgate.core.feed.chart;

import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.ModuleStore;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.TopicDirectory;
import io.tickgate.protocol.codec.ChartPointReader;
import io.tickgate.protocol.message.OpaqueList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads charts from the store, one after the other and of each one table after the other, so that no more than a chart is
 * on its way at a time.
 *
 * <p><b>Owner:</b> the home shard.
 */
final class ChartLoader {
    private static final long RETRY_MILLIS = 500;

    /** Hears what the store has of one chart. */
    interface Loaded {
        /** @param points in the order in which they are kept, data type by data type */
        void onLoaded(List<OpaqueList> points);
    }

    private record Job(String channel, Loaded loaded) {}

    private final ModuleStore store;
    private final Shard shard;
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    private @Nullable Job current;

    ChartLoader(ModuleStore store, Shard shard) {
        this.store = store;
        this.shard = shard;
    }

    /** Reads what there is of a channel; goes on trying while the store is away. */
    void load(String channel, Loaded loaded) {
        assert shard.isCurrent();
        jobs.add(new Job(channel, loaded));
        next();
    }

    private void next() {
        if (current == null && !jobs.isEmpty()) {
            begin(jobs.remove());
        }
    }

    private void begin(Job job) {
        current = job;
        read(job, ChartTables.TYPES, rows -> readTypes(job, ChartTables.types(rows), 0, new ArrayList<>()));
    }

    private void readTypes(Job job, List<String> types, int index, List<OpaqueList> points) {
        if (index == types.size()) {
            current = null;
            job.loaded().onLoaded(points);
            next();
            return;
        }
        read(job, types.get(index), rows -> {
            points.addAll(ChartTables.lists(rows, ChartPointReader.POINTS_MAX));
            readTypes(job, types, index + 1, points);
        });
    }

    private void read(Job job, String table, Consumer<List<Backbone.Row>> then) {
        store.readTable(job.channel(), table, shard, new Backbone.Rows() {
            @Override
            public void onRead(List<Backbone.Row> rows) {
                then.accept(rows);
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                shard.loop().schedule(() -> begin(job), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }
}
