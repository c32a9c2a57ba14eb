package io.tickgate.core.feed.progress;

import io.tickgate.protocol.wire.WireException;

/** Hears what became of one report: exactly one of the two, once. */
public interface ProgressReply {
    void onUpdated(ProgressReceipt receipt);

    /** @param fault names the rule, and the field where one is at fault; nothing of the report was applied */
    void onRefused(WireException fault);
}
