package io.tickgate.core.transport.websocket;

import io.tickgate.protocol.codec.MessageReader;

/**
 * What the connections of one loop share to read messages: a message is handled to its end before the next one is read,
 * so one of each is enough.
 *
 * <p><b>Owner:</b> one event loop.
 */
public final class InboundCodec implements AutoCloseable {
    private final MessageReader reader;
    private final MessageInflater inflater = new MessageInflater();
    private final byte[] scratch;

    /** @param messageBytesMax {@code limits.max-message-bytes} */
    public InboundCodec(MessageReader reader, int messageBytesMax) {
        this.reader = reader;
        this.scratch = new byte[messageBytesMax + 1];
    }

    MessageReader reader() {
        return reader;
    }

    MessageInflater inflater() {
        return inflater;
    }

    /** Holds one message. */
    byte[] scratch() {
        return scratch;
    }

    int messageBytesMax() {
        return scratch.length - 1;
    }

    @Override
    public void close() {
        inflater.close();
    }
}
