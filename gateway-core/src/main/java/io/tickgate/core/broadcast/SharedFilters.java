package io.tickgate.core.broadcast;

import io.tickgate.core.filter.CompiledFilter;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filters of one shard's subscribers: equal ones are one.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> one for each subscription at most; what nobody uses any more goes.
 */
final class SharedFilters {
    private final Map<CompiledFilter, SharedFilter> inUse = new HashMap<>();
    private final ShardCounters counters;

    SharedFilters(ShardCounters counters) {
        this.counters = counters;
    }

    /** The shared one, until {@link #letGo}; null for no filter. */
    @Nullable
    SharedFilter hold(@Nullable CompiledFilter filter) {
        if (filter == null) {
            return null;
        }
        SharedFilter shared = inUse.computeIfAbsent(filter, key -> new SharedFilter(key, counters));
        shared.holders++;
        counters.set(Counter.FILTERS, inUse.size());
        return shared;
    }

    void letGo(@Nullable SharedFilter shared) {
        if (shared != null && --shared.holders == 0) {
            inUse.remove(shared.filter());
            counters.set(Counter.FILTERS, inUse.size());
        }
    }
}
