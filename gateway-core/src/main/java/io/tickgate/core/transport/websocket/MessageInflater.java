package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one message at a time (RFC 7692 section 7.2.2). No context is kept between messages, as the handshake agreed,
 * so one inflater serves every connection of a loop.
 *
 * <p><b>Owner:</b> one event loop.
 */
final class MessageInflater implements AutoCloseable {
    private static final byte[] FLUSH_TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Inflater inflater = new Inflater(true);

    /** The message grew beyond the limit. */
    static final int TOO_BIG = -1;

    /** The bytes are not deflate. */
    static final int CORRUPT = -2;

    /**
     * @param deflated the message's payload, the flush tail left out; borrowed
     * @param target takes the message; one byte longer than a message may be, so that too much is noticed without more memory
     * @return bytes written, or {@link #TOO_BIG}, or {@link #CORRUPT}
     */
    int inflate(ByteBuf deflated, byte[] target, int bytesMax) {
        inflater.reset();
        byte[] input = new byte[deflated.readableBytes() + FLUSH_TAIL.length];
        deflated.getBytes(deflated.readerIndex(), input, 0, deflated.readableBytes());
        System.arraycopy(FLUSH_TAIL, 0, input, input.length - FLUSH_TAIL.length, FLUSH_TAIL.length);
        inflater.setInput(input);
        int length = 0;
        try {
            while (length < target.length) {
                int count = inflater.inflate(target, length, target.length - length);
                length += count;
                if (length > bytesMax) {
                    return TOO_BIG;
                }
                if (inflater.finished() && inflater.getRemaining() > 0) {
                    // A final block is legal anywhere (section 7.2.3.4); what follows it belongs to the message, too.
                    int rest = inflater.getRemaining();
                    inflater.reset();
                    inflater.setInput(input, input.length - rest, rest);
                } else if (count == 0) {
                    boolean whole = inflater.finished() || inflater.needsInput();
                    return whole && !inflater.needsDictionary() ? length : CORRUPT;
                }
            }
        } catch (DataFormatException e) {
            return CORRUPT;
        }
        return TOO_BIG;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
