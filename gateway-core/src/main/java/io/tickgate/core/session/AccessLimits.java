package io.tickgate.core.session;

/**
 * How often one client may command, and how long it may stay without saying who it is.
 *
 * @param commandsPerSecond for long ({@code limits.commands-per-second})
 * @param commandBurst at once ({@code limits.command-burst})
 * @param publishesPerSecond 0 for as many as come ({@code limits.publishes-per-second})
 * @param authenticateNanos for showing something ({@code timeouts.authenticate})
 * @param expiryWarningMillis before the end of a token ({@code auth.expiry-warning})
 */
public record AccessLimits(
        int commandsPerSecond,
        int commandBurst,
        int publishesPerSecond,
        long authenticateNanos,
        long expiryWarningMillis) {}
