package io.tickgate.core.e2e;

import io.tickgate.core.transport.websocket.ClientFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One frame as the gateway sent it. */
final class ServerFrame {
    private final int firstByte;
    private final byte[] payload;

    ServerFrame(int firstByte, byte[] payload) {
        this.firstByte = firstByte;
        this.payload = payload;
    }

    byte[] payload() {
        return payload;
    }

    int opcode() {
        return firstByte & 0x0F;
    }

    boolean isDeflated() {
        return (firstByte & ClientFrames.RSV1) != 0;
    }

    /** The payload, inflated where it was deflated. */
    byte[] message() {
        return isDeflated() ? inflated() : payload;
    }

    String text() {
        return new String(message(), StandardCharsets.UTF_8);
    }

    Map<String, Object> json() {
        return Json.object(text());
    }

    /** What a close frame says, 1005 when it says nothing (RFC 6455 section 7.1.5). */
    int closeCode() {
        return payload.length == 0 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    /** Inflates without any context, with nothing but the frame in hand. */
    private byte[] inflated() {
        Inflater inflater = new Inflater(true);
        byte[] input = ClientFrames.join(payload, new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF});
        byte[] output = new byte[1 << 20];
        try {
            inflater.setInput(input);
            int length = inflater.inflate(output);
            if (inflater.getRemaining() > 0) {
                throw new AssertionError("bytes behind the message");
            }
            return Arrays.copyOf(output, length);
        } catch (DataFormatException e) {
            throw new AssertionError("not deflate", e);
        } finally {
            inflater.end();
        }
    }

    @Override
    public String toString() {
        return "frame " + Integer.toHexString(firstByte) + ' '
                + (opcode() == ClientFrames.CLOSE ? closeCode() : text());
    }
}
