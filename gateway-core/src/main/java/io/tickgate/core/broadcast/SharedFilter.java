package io.tickgate.core.broadcast;

import io.tickgate.core.filter.CompiledFilter;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.protocol.wire.IndexedValues;
import org.jspecify.annotations.Nullable;

/**
 * A filter that is in use on a shard, evaluated once for each publication, whatever number of audiences has it.
 *
 * <p><b>Owner:</b> the shard.
 */
final class SharedFilter {
    private final CompiledFilter filter;
    private final ShardCounters counters;
    private long lookedAt = -1;
    private boolean verdict;
    /** Audiences and conflations that hold it. */
    int holders;

    SharedFilter(CompiledFilter filter, ShardCounters counters) {
        this.filter = filter;
        this.counters = counters;
    }

    CompiledFilter filter() {
        return filter;
    }

    /**
     * Whether a publication is wanted.
     *
     * @param values null where the home did not know of any filter when it numbered the publication: it is owed to nobody
     *     who has one
     * @param arrival which publication it is: {@link Tickers#arrivals}
     */
    boolean matches(@Nullable IndexedValues values, long arrival) {
        if (lookedAt != arrival) {
            lookedAt = arrival;
            verdict = values != null && filter.matches(values);
            counters.increment(Counter.FILTER_EVALUATIONS);
        }
        return verdict;
    }
}
