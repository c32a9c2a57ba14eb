package io.tickgate.core.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.protocol.wire.Utf8Prefix;

/**
 * Judges the text of a message that arrives in pieces, whether the pieces are fragments or parts of a frame: as soon as it
 * cannot become UTF-8 any more, the rest need not be waited for (RFC 6455 section 8.1). A text that arrives whole is none of
 * its business, nor is a deflated one: whoever reads the message judges it.
 *
 * <p><b>Owner:</b> the channel's loop. <b>Cost:</b> every byte of a piece is looked at once; a whole frame costs two
 * comparisons.
 */
final class TextPrefix {
    private static final int WHOLE_TEXT = 0x80 | WebSocketFrames.OPCODE_TEXT;
    private static final int OPCODE = 0x0F;
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;

    private enum Message {
        NONE,
        TEXT,
        /** Binary or deflated. */
        OTHER
    }

    private final Utf8Prefix utf8 = new Utf8Prefix();
    private final ByteProcessor judge = this::accept;
    /** What the fragments are of that have come before a last one. */
    private Message message = Message.NONE;
    /** How much of the frame under way was judged. */
    private int judged;

    private int mask;

    /**
     * A frame has not arrived whole.
     *
     * @param first its first byte
     * @param in holds the mask before, and {@code available} masked bytes of the payload from {@code start} on
     * @return false when they begin no text
     */
    boolean acceptsHalf(int first, ByteBuf in, int start, int available) {
        if (kindOf(first) != Message.TEXT) {
            return true;
        }
        begin(first);
        return accepts(in, start, available, in.getInt(start - Integer.BYTES));
    }

    /** A frame has arrived whole. @return false when a fragment begins no text */
    boolean acceptsWhole(int first, ByteBuf payload) {
        if (first == WHOLE_TEXT) {
            judged = 0;
            return true;
        }
        if ((first & OPCODE) >= WebSocketFrames.OPCODE_CLOSE) {
            return true;
        }
        Message kind = kindOf(first);
        boolean ends = (first & FIN) != 0;
        if (kind == Message.TEXT && !ends) {
            begin(first);
            if (!accepts(payload, payload.readerIndex(), payload.readableBytes(), 0)) {
                return false;
            }
        }
        message = ends ? Message.NONE : kind;
        judged = 0;
        return true;
    }

    /** Judges those of the frame's {@code available} bytes that were not. */
    private boolean accepts(ByteBuf in, int start, int available, int itsMask) {
        mask = itsMask;
        return in.forEachByte(start + judged, available - judged, judge) < 0;
    }

    private boolean accept(byte b) {
        int shift = 24 - 8 * (judged++ & 3);
        return utf8.accept((byte) (b ^ (mask >>> shift)));
    }

    private void begin(int first) {
        if (judged == 0 && (first & OPCODE) == WebSocketFrames.OPCODE_TEXT) {
            utf8.reset();
        }
    }

    /** Of which message the frame is a part. One that begins inside another is a fault of its own, whatever is in it. */
    private Message kindOf(int first) {
        int opcode = first & OPCODE;
        if (opcode == WebSocketFrames.OPCODE_CONTINUATION) {
            return message;
        }
        boolean text = opcode == WebSocketFrames.OPCODE_TEXT && (first & RSV1) == 0;
        return text && message == Message.NONE ? Message.TEXT : Message.OTHER;
    }
}
