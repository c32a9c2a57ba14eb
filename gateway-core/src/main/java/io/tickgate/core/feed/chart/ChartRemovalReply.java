package io.tickgate.core.feed.chart;

import io.tickgate.protocol.wire.WireException;

/** Hears what became of a removal: exactly one of the two, once, on the home shard of the symbol's channel. */
public interface ChartRemovalReply {
    void onRemoved();

    /** The points are there still; only where gateways share them. */
    void onRefused(WireException fault);
}
