package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.BroadcastRequest;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;

public final class MessageReader {
    private final WireLimits limits;

    public MessageReader(WireLimits limits) {
        this.limits = limits;
    }

    public ClientMessage readCommand(WireFormat format, byte[] input, int offset, int length) throws WireException {
        if (length >= 0) {
            throw new IllegalStateException("not read yet: " + limits);
        }
        throw new WireException(io.tickgate.protocol.message.ErrorCode.INTERNAL_ERROR, "", -1);
    }

    public ServerMessage readServer(WireFormat format, byte[] input, int offset, int length) throws WireException {
        if (length >= 0) {
            throw new IllegalStateException("not read yet: " + limits);
        }
        throw new WireException(io.tickgate.protocol.message.ErrorCode.INTERNAL_ERROR, "", -1);
    }

    public BroadcastRequest readBroadcast(WireFormat format, byte[] input, int offset, int length)
            throws WireException {
        if (length >= 0) {
            throw new IllegalStateException("not read yet: " + limits);
        }
        throw new WireException(io.tickgate.protocol.message.ErrorCode.INTERNAL_ERROR, "", -1);
    }

    /** Reads a whole object as the body of a publication, for publishers inside the gateway. */
    public MessageBody readBody(WireFormat format, byte[] input, int offset, int length) throws WireException {
        if (length >= 0) {
            throw new IllegalStateException("not read yet: " + limits);
        }
        throw new WireException(io.tickgate.protocol.message.ErrorCode.INTERNAL_ERROR, "", -1);
    }
}
