package io.tickgate.bench.fault;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which publication of a channel has which offset, as the publisher and all subscribers were told.
 *
 * <p><b>Owner:</b> the crowd's loop.
 * <p><b>Bound:</b> what one scenario publishes.
 */
final class Ledger {
    private final Map<String, Map<Long, Long>> numbersByEpoch = new HashMap<>();

    /** Notes it. @return what contradicts it; null when nothing does */
    @Nullable
    String contradiction(String epoch, long offset, long number) {
        Long before =
                numbersByEpoch.computeIfAbsent(epoch, any -> new HashMap<>()).putIfAbsent(offset, number);
        return before == null || before == number
                ? null
                : "offset " + offset + " is number " + number + " here and " + before + " elsewhere";
    }
}
