package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;

/**
 * Appends one whole message to a buffer.
 *
 * <p><b>Owner:</b> one thread.
 *
 * <p>Throws {@link IllegalArgumentException} when a body that no reader checked cannot be written in the format.
 */
public final class MessageWriter {
    private final byte[] timestamp = new byte[Timestamps.LENGTH];

    public void write(WireFormat format, ServerMessage message, WireBuffer out) {
        message.accept(new ServerWriter(new FieldWriter(format, out, timestamp)));
    }

    public void write(WireFormat format, ClientMessage message, WireBuffer out) {
        message.accept(new CommandWriter(new FieldWriter(format, out, timestamp)));
    }
}
