package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ChannelNames;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Under which epoch offsets are given: one for all, and others for families that the gateway numbers by itself while the
 * others are numbered by what gateways share.
 *
 * <p>Any thread.
 */
public final class Epochs {
    private record State(String shared, Map<String, String> ofFamilies) {}

    private final AtomicReference<State> state;

    /** @param epoch of everything, until it is told otherwise */
    public Epochs(String epoch) {
        state = new AtomicReference<>(new State(epoch, Map.of()));
    }

    /** The epoch of all families that have none of their own. */
    public String shared() {
        return state.get().shared();
    }

    /** The epoch of one channel. */
    public String of(String channel) {
        State now = state.get();
        return now.ofFamilies().isEmpty()
                ? now.shared()
                : now.ofFamilies().getOrDefault(ChannelNames.base(channel), now.shared());
    }

    /** All families that have none of their own have this epoch from now on. */
    public void setShared(String epoch) {
        state.updateAndGet(now -> new State(epoch, now.ofFamilies()));
    }

    void setOfFamily(String family, String epoch) {
        change(families -> families.put(family, epoch));
    }

    /** The family has the epoch of all from now on. */
    void share(String family) {
        change(families -> families.remove(family));
    }

    private void change(Consumer<Map<String, String>> change) {
        state.updateAndGet(now -> {
            Map<String, String> next = new HashMap<>(now.ofFamilies());
            change.accept(next);
            return new State(now.shared(), Map.copyOf(next));
        });
    }
}
