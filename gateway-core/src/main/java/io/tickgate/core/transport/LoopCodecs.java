package io.tickgate.core.transport;

import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;

/**
 * Readers, writers, scratch memory and counters of one event loop, shared by all connections on it.
 *
 * <p><b>Owner:</b> one event loop. What is written into {@link #buffer} must be copied out before the handler returns:
 * the next connection's turn overwrites it.
 */
public final class LoopCodecs {
    private final MessageReader commandReader;
    private final MessageReader bodyReader;
    private final MessageWriter messageWriter = new MessageWriter();
    private final WireBuffer buffer = new WireBuffer();
    private final ShardCounters counters;

    /**
     * @param commandLimits for one WebSocket message
     * @param bodyLimits for one HTTP body, or one line of a bulk upload
     * @param counters of the loop
     */
    public LoopCodecs(WireLimits commandLimits, WireLimits bodyLimits, ShardCounters counters) {
        this.counters = counters;
        commandReader = new MessageReader(commandLimits);
        bodyReader = new MessageReader(bodyLimits);
    }

    public MessageReader commandReader() {
        return commandReader;
    }

    public MessageReader bodyReader() {
        return bodyReader;
    }

    public MessageWriter messageWriter() {
        return messageWriter;
    }

    public ShardCounters counters() {
        return counters;
    }

    /** Scratch memory; {@linkplain WireBuffer#clear clear} it before writing. */
    public WireBuffer buffer() {
        return buffer;
    }

    /** A new document in {@link #buffer}, which is cleared for it: a writer that ended one would go on with a comma. */
    public WireWriter json() {
        buffer.clear();
        return WireWriter.of(WireFormat.JSON, buffer);
    }
}
