package io.tickgate.core.transport;

import io.tickgate.core.session.SessionLimits;
import io.tickgate.core.session.SessionServices;
import io.tickgate.core.session.ShardSessions;
import io.tickgate.core.transport.websocket.InboundCodec;

/**
 * What the connections of one event loop share.
 *
 * @param sessions all of them, for the clock and the end
 * @param services what each session needs
 * @param inbound reads the messages of WebSocket clients
 * @param codecs reads and writes HTTP bodies
 */
public record LoopContext(ShardSessions sessions, SessionServices services, InboundCodec inbound, LoopCodecs codecs) {
    /** The same for connections that have other limits; those that are there keep theirs. */
    public LoopContext withLimits(SessionLimits limits) {
        return new LoopContext(sessions, services.withLimits(limits), inbound, codecs);
    }
}
