package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;

@SuppressWarnings("DoNotCallSuggester")
public final class PublicationEncoder {
    public void encode(
            WireFormat target,
            MessageBody body,
            byte[] channelUtf8,
            long offset,
            long serverTimeMicros,
            byte[] timestampAscii,
            WireBuffer out)
            throws WireException {
        throw new IllegalStateException();
    }
}
