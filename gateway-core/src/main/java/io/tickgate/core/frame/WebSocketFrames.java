package io.tickgate.core.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;

/**
 * Builds unmasked server frames, header and payload in one buffer (RFC 6455 section 5.2).
 *
 * <pre>
 *  FIN RSV1 0 0 opcode(4) | 0 length(7) [ length(16) | length(64) ] | payload
 * </pre>
 *
 * <p>Any thread; every call returns a new buffer that the caller owns. Data frames are direct. Control frames are small and
 * on the heap, where making one cannot fail for want of direct memory: it is the socket that copies them, and a write that
 * fails is an ordinary end of a connection.
 */
public final class WebSocketFrames {
    public static final int OPCODE_CONTINUATION = 0x0;
    public static final int OPCODE_TEXT = 0x1;
    public static final int OPCODE_BINARY = 0x2;
    public static final int OPCODE_CLOSE = 0x8;
    public static final int OPCODE_PING = 0x9;
    public static final int OPCODE_PONG = 0xA;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int HEADER_BYTES_MAX = 10;

    private WebSocketFrames() {}

    /** A whole data message in one frame: text for JSON, binary for MessagePack. */
    public static ByteBuf data(
            ByteBufAllocator allocator, WireFormat format, boolean deflated, byte[] payload, int offset, int length) {
        ByteBuf frame = allocator.directBuffer(HEADER_BYTES_MAX + length);
        int opcode = format == WireFormat.JSON ? OPCODE_TEXT : OPCODE_BINARY;
        writeHeader(frame, FIN | (deflated ? RSV1 : 0) | opcode, length);
        return frame.writeBytes(payload, offset, length);
    }

    /** A ping without a payload: the answer's arrival is all that is asked for. */
    public static ByteBuf ping() {
        ByteBuf frame = Unpooled.buffer(2);
        writeHeader(frame, FIN | OPCODE_PING, 0);
        return frame;
    }

    /** @param payload what the ping carried, at most 125 bytes; borrowed */
    public static ByteBuf pong(ByteBuf payload) {
        ByteBuf frame = Unpooled.buffer(2 + payload.readableBytes());
        writeHeader(frame, FIN | OPCODE_PONG, payload.readableBytes());
        return frame.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    }

    public static ByteBuf close(CloseCode code) {
        return close(code.code(), code.reason());
    }

    /**
     * @param status 1000 to 4999, or 0 for a close frame without a body (RFC 6455 section 7.1.5 reads it as 1005)
     * @param reason at most 123 bytes of UTF-8 (section 5.5 leaves 125 for code and reason)
     */
    public static ByteBuf close(int status, String reason) {
        if (status == 0) {
            ByteBuf frame = Unpooled.buffer(2);
            writeHeader(frame, FIN | OPCODE_CLOSE, 0);
            return frame;
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        if (text.length > 123) {
            throw new IllegalArgumentException("close reason of " + text.length + " bytes, 123 fit");
        }
        ByteBuf frame = Unpooled.buffer(4 + text.length);
        writeHeader(frame, FIN | OPCODE_CLOSE, 2 + text.length);
        return frame.writeShort(status).writeBytes(text);
    }

    /** The payload of a frame that {@link #data} built, in an array of its own. The frame is borrowed. */
    public static byte[] payload(ByteBuf frame) {
        int length = frame.getUnsignedByte(frame.readerIndex() + 1);
        int header = length == 127 ? 10 : length == 126 ? 4 : 2;
        byte[] payload = new byte[frame.readableBytes() - header];
        frame.getBytes(frame.readerIndex() + header, payload);
        return payload;
    }

    private static void writeHeader(ByteBuf frame, int first, int length) {
        frame.writeByte(first);
        if (length < 126) {
            frame.writeByte(length);
        } else if (length < 1 << 16) {
            frame.writeByte(126).writeShort(length);
        } else {
            frame.writeByte(127).writeLong(length);
        }
    }
}
