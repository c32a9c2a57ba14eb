package io.tickgate.core.auth;

import io.tickgate.core.limit.AddressBlock;
import io.tickgate.core.limit.TokenBucket;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of what an address shows may be refused before nothing more of it is looked at for a while: guessing is slow, and
 * checking signatures for nothing is cheap. Each is paid for before it is looked at and gets that back when it was good, so
 * that what is under way counts. All of an IPv6 /64 is one address ({@link AddressBlock}).
 *
 * <p>Any thread. <b>Bound:</b> {@value #ADDRESSES_MAX} addresses are remembered, those that came last; the others begin anew.
 */
final class FailureLimit {
    private static final int ADDRESSES_MAX = 10_000;

    private final int perMinute;
    /** Guarded by itself, for moments. Those that have failed lately, or have something under way. */
    private final Map<InetAddress, TokenBucket> byAddress = new LinkedHashMap<>(16, 0.75f, true);

    /** @param perMinute {@code limits.auth-failures-per-minute}, all of which may come at once */
    FailureLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Takes one of {@code address}'s failures, in case that it will be one. @return false when it has none left */
    boolean tryTake(InetAddress address, long nowNanos) {
        InetAddress block = AddressBlock.of(address);
        synchronized (byAddress) {
            boolean isTaken = byAddress
                    .computeIfAbsent(block, any -> new TokenBucket(perMinute / 60.0, perMinute, nowNanos))
                    .tryTake(nowNanos);
            if (byAddress.size() > ADDRESSES_MAX) {
                byAddress.remove(byAddress.keySet().iterator().next());
            }
            return isTaken;
        }
    }

    /** What one was taken for was no failure. */
    void giveBack(InetAddress address, long nowNanos) {
        InetAddress block = AddressBlock.of(address);
        synchronized (byAddress) {
            TokenBucket bucket = byAddress.get(block);
            if (bucket != null && bucket.giveBack(nowNanos)) {
                byAddress.remove(block);
            }
        }
    }

    /** Addresses that are remembered. */
    int addresses() {
        synchronized (byAddress) {
            return byAddress.size();
        }
    }
}
