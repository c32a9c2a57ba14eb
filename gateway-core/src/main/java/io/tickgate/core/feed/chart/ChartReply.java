package io.tickgate.core.feed.chart;

import io.tickgate.protocol.wire.WireException;

/** Hears what became of points: exactly one of the two, once, on the home shard of their channel. */
public interface ChartReply {
    /**
     * @param accepted how many points
     * @param recipientCount connections that were subscribed when the offset was given
     */
    void onPublished(String channel, int accepted, long offset, int recipientCount);

    /** @param fault names the rule and, where one is at fault, the field; nothing of the batch was kept */
    void onRefused(WireException fault);
}
