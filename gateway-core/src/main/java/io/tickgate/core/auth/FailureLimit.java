package io.tickgate.core.auth;

import io.tickgate.core.limit.AddressBlock;
import io.tickgate.core.limit.TokenBucket;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of what an address shows may be refused before nothing more of it is looked at for a while: guessing is slow, and
 * checking signatures for nothing is cheap. All of an IPv6 /64 is one address ({@link AddressBlock}).
 *
 * <p>Any thread. <b>Bound:</b> {@value #ADDRESSES_MAX} addresses are remembered, those that failed last; the others begin anew.
 */
final class FailureLimit {
    private static final int ADDRESSES_MAX = 10_000;

    private final int perMinute;
    /** Guarded by itself, for moments: only what is refused comes by here, and the first look at what is shown. */
    private final Map<InetAddress, TokenBucket> byAddress = new LinkedHashMap<>(16, 0.75f, true);

    /** @param perMinute {@code limits.auth-failures-per-minute}, all of which may come at once */
    FailureLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Whether what {@code address} shows is looked at now. */
    boolean allows(InetAddress address, long nowNanos) {
        synchronized (byAddress) {
            if (byAddress.isEmpty()) {
                return true;
            }
            TokenBucket bucket = byAddress.get(AddressBlock.of(address));
            return bucket == null || bucket.has(nowNanos);
        }
    }

    /** Something that {@code address} has shown was refused. */
    void onFailure(InetAddress address, long nowNanos) {
        synchronized (byAddress) {
            byAddress
                    .computeIfAbsent(
                            AddressBlock.of(address), any -> new TokenBucket(perMinute / 60.0, perMinute, nowNanos))
                    .tryTake(nowNanos);
            if (byAddress.size() > ADDRESSES_MAX) {
                byAddress.remove(byAddress.keySet().iterator().next());
            }
        }
    }
}
