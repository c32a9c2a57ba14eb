package io.tickgate.core.limit;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many of something each address has, an IPv6 address with all of its /64 ({@link AddressBlock}). Any thread.
 *
 * <p><b>Bound:</b> the table holds the addresses that have at least one, so it is no larger than what is counted.
 */
public final class AddressCounts {
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    /** @return how many there are now */
    public int add(InetAddress address) {
        return byAddress.merge(AddressBlock.of(address), 1, Integer::sum);
    }

    /** Takes one back that was added. @return how many are left */
    public int remove(InetAddress address) {
        Integer left =
                byAddress.computeIfPresent(AddressBlock.of(address), (key, count) -> count == 1 ? null : count - 1);
        return left == null ? 0 : left;
    }

    public int of(InetAddress address) {
        return byAddress.getOrDefault(AddressBlock.of(address), 0);
    }

    /** Addresses that have at least one. */
    public int addresses() {
        return byAddress.size();
    }
}
