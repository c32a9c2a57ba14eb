package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * How much one connection is sent at most. What is null is not limited.
 *
 * @param maxKbps kilobits of publications in a second; 0 pauses them
 * @param maxHz updates a second of each state, above 0 and at most {@link SubscribeOptions#HZ_MAX}
 */
public record BandwidthLimits(
        @Nullable Integer maxKbps, @Nullable Double maxHz) {
    public static final int KBPS_MAX = 10_000_000;

    public static final BandwidthLimits NONE = new BandwidthLimits(null, null);

    /** The narrower of both in each. */
    public BandwidthLimits within(BandwidthLimits other) {
        return new BandwidthLimits(least(maxKbps, other.maxKbps), least(maxHz, other.maxHz));
    }

    private static <T extends Comparable<T>> @Nullable T least(@Nullable T one, @Nullable T other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }
}
