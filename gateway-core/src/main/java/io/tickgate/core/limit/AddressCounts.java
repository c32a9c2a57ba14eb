package io.tickgate.core.limit;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

/**
 * How many of something each address has, an IPv6 address with all of its /64 ({@link AddressBlock}). Any thread.
 *
 * <p><b>Bound:</b> the table holds the addresses that have at least one, so it is no larger than what is counted.
 */
public final class AddressCounts {
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    /** Adds one unless there are {@code max} or more. @return how many there are now; 0 when none was added */
    public int tryAdd(InetAddress address, int max) {
        int[] now = {0};
        update(address, count -> {
            now[0] = count < max ? count + 1 : 0;
            return count < max ? count + 1 : count;
        });
        return now[0];
    }

    /** Takes one back that was added. @return how many are left */
    public int remove(InetAddress address) {
        return update(address, count -> count - 1);
    }

    /**
     * Makes another count of one, in one step for everybody else.
     *
     * @param next may change other counts with it; it waits for nothing and asks nothing of this table
     * @return what it is now; below 1 the address is forgotten
     */
    public int update(InetAddress address, IntUnaryOperator next) {
        Integer now = byAddress.compute(AddressBlock.of(address), (key, count) -> {
            int changed = next.applyAsInt(count == null ? 0 : count);
            return changed < 1 ? null : (Integer) changed;
        });
        return now == null ? 0 : now;
    }

    public int of(InetAddress address) {
        return byAddress.getOrDefault(AddressBlock.of(address), 0);
    }

    /** Addresses that have at least one. */
    public int addresses() {
        return byAddress.size();
    }
}
