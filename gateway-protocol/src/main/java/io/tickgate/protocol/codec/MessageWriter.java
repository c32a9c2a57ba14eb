package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;

@SuppressWarnings("DoNotCallSuggester")
public final class MessageWriter {
    public void write(WireFormat format, ServerMessage message, WireBuffer out) {
        throw new IllegalStateException();
    }

    public void write(WireFormat format, ClientMessage message, WireBuffer out) {
        throw new IllegalStateException();
    }
}
