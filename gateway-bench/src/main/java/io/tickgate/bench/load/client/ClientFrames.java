package io.tickgate.bench.load.client;

/**
 * Frames that a client sends. Their mask is zero, which leaves the payload as it is: a prepared frame can be changed where its
 * payload changes.
 */
public final class ClientFrames {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;

    private ClientFrames() {}

    /** One whole message in one frame. */
    public static byte[] message(boolean binary, byte[] payload) {
        return frame(binary ? BINARY : TEXT, payload, 0, payload.length);
    }

    static byte[] frame(int opcode, byte[] payload, int from, int to) {
        int length = to - from;
        int lengthBytes = length < 126 ? 0 : length < 1 << 16 ? 2 : 8;
        byte[] frame = new byte[2 + lengthBytes + MASK_BYTES + length];
        frame[0] = (byte) (FINAL | opcode);
        frame[1] = (byte) (MASKED | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
        for (int i = 0; i < lengthBytes; i++) {
            frame[2 + i] = (byte) ((long) length >>> (8 * (lengthBytes - 1 - i)));
        }
        System.arraycopy(payload, from, frame, 2 + lengthBytes + MASK_BYTES, length);
        return frame;
    }
}
