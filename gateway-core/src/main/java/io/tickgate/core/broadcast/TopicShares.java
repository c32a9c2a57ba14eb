package io.tickgate.core.broadcast;

import io.tickgate.core.limit.AddressCounts;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many topics there are only because clients of one address subscribed to them. A client can name topics without end,
 * and each would take a place that a publisher, or somebody else's client, needs: so each address has a share of them. A
 * topic is paid for by the address that named it first, until somebody publishes to it or it is collected.
 *
 * <p>Any thread. <b>Bound:</b> the table holds one entry per address that pays for a topic, so it is no larger than the
 * directory.
 */
final class TopicShares {
    private final int perAddressMax;
    private final int crowdedAbove;
    private final AddressCounts byAddress = new AddressCounts();
    private final AtomicInteger crowdedCount = new AtomicInteger();
    private final AtomicInteger paidFor = new AtomicInteger();

    /** @param perAddressMax {@code limits.max-topics-per-ip} */
    TopicShares(int perAddressMax) {
        this.perAddressMax = perAddressMax;
        this.crowdedAbove = perAddressMax / 2;
    }

    /** Takes a place, which {@link #giveBack} returns; none is taken when the answer is no. */
    boolean tryTake(InetAddress address) {
        int count = byAddress.tryAdd(address, perAddressMax);
        if (count == 0) {
            return false;
        }
        if (count == crowdedAbove + 1) {
            crowdedCount.incrementAndGet();
        }
        paidFor.incrementAndGet();
        return true;
    }

    void giveBack(InetAddress address) {
        if (byAddress.remove(address) == crowdedAbove) {
            crowdedCount.decrementAndGet();
        }
        paidFor.decrementAndGet();
    }

    boolean isFull(InetAddress address) {
        return byAddress.of(address) >= perAddressMax;
    }

    /** Whether more than half of an address's share is taken; never for nobody's. */
    boolean isCrowded(@Nullable InetAddress address) {
        return address != null && crowdedCount.get() > 0 && byAddress.of(address) > crowdedAbove;
    }

    /** Whether that holds for any address. */
    boolean isAnyCrowded() {
        return crowdedCount.get() > 0;
    }

    /** Topics that somebody pays for. */
    int paidFor() {
        return paidFor.get();
    }

    int perAddressMax() {
        return perAddressMax;
    }
}
