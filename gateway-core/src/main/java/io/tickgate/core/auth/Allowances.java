package io.tickgate.core.auth;

import io.tickgate.protocol.message.BandwidthLimits;
import org.jspecify.annotations.Nullable;

/**
 * How much one client may have, within what the configuration allows to everybody. What is null has no limit of its own.
 *
 * @param maxSubscriptions of one connection
 * @param commandsPerSecond of one connection, for long
 * @param bandwidth what a connection is sent at most
 */
public record Allowances(
        @Nullable Integer maxSubscriptions, @Nullable Integer commandsPerSecond, BandwidthLimits bandwidth) {
    public static final Allowances NONE = new Allowances(null, null, BandwidthLimits.NONE);
}
