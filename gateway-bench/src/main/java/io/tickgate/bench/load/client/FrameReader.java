package io.tickgate.bench.load.client;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Takes one connection's frames apart. What was read is copied once into an array that all connections of the loop share; only
 * the beginning of a frame whose end has not arrived is kept from read to read.
 *
 * <p><b>Owner:</b> the loop. Allocates nothing per frame.
 */
final class FrameReader {
    /** No server here sends more in one message; a length beyond it is a server that is out of step. */
    private static final int MESSAGE_BYTES_MAX = 16 << 20;

    private static final byte[] NOTHING = {};
    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int OTHER_RESERVED = 0x30;

    private final LoopBuffers buffers;
    private byte[] kept = NOTHING;
    private int keptLength;

    private byte[] fragments = NOTHING;
    private int fragmentsLength;
    /** The first byte of the frame that began the message under way, 0 when there is none. */
    private int fragmentHead;

    FrameReader(LoopBuffers buffers) {
        this.buffers = buffers;
    }

    /** Hears frames; returning false ends the reading. */
    interface Sink {
        boolean onMessage(boolean binary, byte[] in, int from, int to);

        boolean onControl(int opcode, byte[] in, int from, int to);
    }

    /**
     * Reads all of {@code in}.
     *
     * @throws ProtocolException when the server broke RFC 6455
     */
    void read(ByteBuf in, Sink sink) throws ProtocolException {
        int end = keptLength + in.readableBytes();
        byte[] all = buffers.read(end);
        System.arraycopy(kept, 0, all, 0, keptLength);
        in.readBytes(all, keptLength, end - keptLength);
        keptLength = 0;
        int at = 0;
        while (end - at >= 2) {
            int lengthCode = all[at + 1] & 0xFF;
            int header = lengthCode == 127 ? 10 : lengthCode == 126 ? 4 : 2;
            if (end - at < header) {
                break;
            }
            long length = length(all, at, lengthCode);
            if (length < 0 || length > MESSAGE_BYTES_MAX) {
                throw new ProtocolException("a masked frame, or one over " + (MESSAGE_BYTES_MAX >> 20) + " MiB");
            }
            if (end - at - header < length) {
                break;
            }
            int payload = at + header;
            at = payload + (int) length;
            if (!frame(all[payload - header] & 0xFF, all, payload, at, sink)) {
                return;
            }
        }
        keep(all, at, end);
    }

    /** Negative for a masked frame, which has its highest bit set. */
    private static long length(byte[] in, int at, int code) {
        if (code < 126) {
            return code;
        }
        if (code == 126) {
            return ((in[at + 2] & 0xFFL) << 8) | (in[at + 3] & 0xFFL);
        }
        long length = code > 127 ? -1 : 0;
        for (int i = 2; i < 10; i++) {
            length = (length << 8) | (in[at + i] & 0xFFL);
        }
        return code > 127 ? -1 : length;
    }

    private void keep(byte[] all, int from, int end) {
        int length = end - from;
        if (kept.length < length) {
            kept = new byte[Math.max(1024, Integer.highestOneBit(length) * 2)];
        }
        System.arraycopy(all, from, kept, 0, length);
        keptLength = length;
    }

    private boolean frame(int head, byte[] in, int from, int to, Sink sink) throws ProtocolException {
        int opcode = head & 0x0F;
        if ((head & OTHER_RESERVED) != 0) {
            throw new ProtocolException("a frame with reserved bits");
        }
        if (opcode >= ClientFrames.CLOSE) {
            return sink.onControl(opcode, in, from, to);
        }
        if ((opcode == 0) == (fragmentHead == 0)) {
            throw new ProtocolException("a fragment without its beginning, or a message inside another");
        }
        boolean isWhole = (head & FINAL) != 0;
        if (isWhole && opcode != 0) {
            return message(head, in, from, to, sink);
        }
        if (opcode != 0) {
            fragmentHead = head;
            fragmentsLength = 0;
        }
        addFragment(in, from, to);
        if (!isWhole) {
            return true;
        }
        int first = fragmentHead;
        fragmentHead = 0;
        return message(first, fragments, 0, fragmentsLength, sink);
    }

    private void addFragment(byte[] in, int from, int to) throws ProtocolException {
        int length = fragmentsLength + to - from;
        if (length > MESSAGE_BYTES_MAX) {
            throw new ProtocolException("a message over " + (MESSAGE_BYTES_MAX >> 20) + " MiB");
        }
        if (fragments.length < length) {
            fragments = Arrays.copyOf(fragments, Math.max(1024, Integer.highestOneBit(length) * 2));
        }
        System.arraycopy(in, from, fragments, fragmentsLength, to - from);
        fragmentsLength = length;
    }

    private boolean message(int head, byte[] in, int from, int to, Sink sink) throws ProtocolException {
        boolean binary = (head & 0x0F) == ClientFrames.BINARY;
        if ((head & COMPRESSED) == 0) {
            return sink.onMessage(binary, in, from, to);
        }
        InflatedMessages.Inflated plain = buffers.inflated().inflate(in, from, to);
        return sink.onMessage(binary, plain.bytes(), 0, plain.length());
    }
}
