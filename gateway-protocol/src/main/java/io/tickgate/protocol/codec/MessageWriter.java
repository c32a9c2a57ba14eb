package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;

/**
 * Appends one whole message to a buffer.
 *
 * <p>Throws {@link IllegalArgumentException} when a body that no reader checked cannot be written in the format.
 */
public final class MessageWriter {
    public void write(WireFormat format, ServerMessage message, WireBuffer out) {
        message.accept(new ServerWriter(new FieldWriter(format, out)));
    }

    public void write(WireFormat format, ClientMessage message, WireBuffer out) {
        message.accept(new CommandWriter(new FieldWriter(format, out)));
    }
}
