package io.tickgate.core.transport.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;

/** The client's side of RFC 6455 section 5, written down once more and independently of the gateway's. */
public final class ClientFrames {
    public static final int FIN = 0x80;
    public static final int RSV1 = 0x40;
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private ClientFrames() {}

    /** Bytes with their meaning beside them: {@code bytes("FIN, text: 81", "MASK, 0 bytes: 80", "mask: 00 00 00 00")}. */
    public static byte[] bytes(String... labelled) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : labelled) {
            String hex = part.substring(part.lastIndexOf(':') + 1).replace(" ", "");
            out.writeBytes(HexFormat.of().parseHex(hex));
        }
        return out.toByteArray();
    }

    /** A masked frame with the shortest form of its length. */
    public static byte[] frame(int firstByte, byte[] payload) {
        int length = payload.length;
        ByteBuffer out = ByteBuffer.allocate(14 + length);
        out.put((byte) firstByte);
        if (length < 126) {
            out.put((byte) (0x80 | length));
        } else if (length < 1 << 16) {
            out.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            out.put((byte) (0x80 | 127)).putLong(length);
        }
        out.put(MASK);
        for (int i = 0; i < length; i++) {
            out.put((byte) (payload[i] ^ MASK[i % 4]));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    public static byte[] text(String text) {
        return frame(FIN | TEXT, utf8(text));
    }

    public static byte[] binary(byte[] payload) {
        return frame(FIN | BINARY, payload);
    }

    public static byte[] close(int status, String reason) {
        byte[] text = utf8(reason);
        return frame(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) status)
                        .put(text)
                        .array());
    }

    /** A message as RFC 7692 section 7.2.1 compresses it: raw deflate, flushed, the last four bytes left out. */
    public static byte[] deflate(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(message);
        byte[] out = new byte[message.length + 64];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
