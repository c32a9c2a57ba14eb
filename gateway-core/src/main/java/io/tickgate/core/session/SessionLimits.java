package io.tickgate.core.session;

import io.tickgate.protocol.message.BandwidthLimits;

/**
 * What a session may take, and how long it may be silent.
 *
 * @param subscriptionsMax {@code limits.max-subscriptions}
 * @param pendingCommandsMax commands whose answers are outstanding before reading pauses ({@code limits.max-pending-commands})
 * @param errorsMax within {@code errorWindowNanos} before the session ends ({@code limits.max-errors})
 * @param lowWaterBytes {@code outbound.low-water}
 * @param queueBytesMax {@code outbound.queue-bytes-max}
 * @param askedBytesMax {@code outbound.asked-bytes-max}
 * @param heartbeatNanos silence after which a ping is sent ({@code timeouts.heartbeat-interval})
 * @param idleNanos silence after which the session ends ({@code timeouts.idle})
 * @param writeStallNanos pending bytes without progress for so long end it ({@code timeouts.write-stall})
 * @param replayWaitNanos after which a client that comes back gets only the newest ({@code timeouts.replay-wait})
 * @param closeHandshakeNanos wait for the client's close frame ({@code timeouts.close-handshake})
 * @param errorWindowNanos in which errors are counted ({@code timeouts.error-window})
 * @param messageBytesMax told in the welcome ({@code limits.max-message-bytes})
 * @param ackNanos after which a publication that is not acknowledged is sent again ({@code timeouts.ack})
 * @param resendsMax how often ({@code limits.max-redeliveries})
 * @param unackedMax publications that were sent and not acknowledged ({@code limits.max-unacked})
 * @param unackedBytesMax and their bytes ({@code limits.max-unacked-bytes})
 * @param snapshotChannelsMax of a family whose newest values are sent ({@code limits.max-snapshot-channels})
 * @param snapshotBytesMax and their bytes ({@code limits.max-snapshot-bytes})
 * @param rewindMax publications of the past that one command brings ({@code limits.max-rewind})
 * @param caps what a connection is granted at most ({@code outbound.max-kbps}, {@code outbound.max-hz})
 * @param access how often a client may command, and when it must say who it is
 */
public record SessionLimits(
        int subscriptionsMax,
        int pendingCommandsMax,
        int errorsMax,
        int lowWaterBytes,
        int queueBytesMax,
        int askedBytesMax,
        long heartbeatNanos,
        long idleNanos,
        long writeStallNanos,
        long replayWaitNanos,
        long closeHandshakeNanos,
        long errorWindowNanos,
        int messageBytesMax,
        long ackNanos,
        int resendsMax,
        int unackedMax,
        int unackedBytesMax,
        int snapshotChannelsMax,
        int snapshotBytesMax,
        int rewindMax,
        BandwidthLimits caps,
        AccessLimits access) {}
