package io.tickgate.core;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client that goes once through what clients do: it connects, subscribes, publishes and gets its own publication, pings,
 * unsubscribes and closes. A plain socket, which loads no class that a gateway does not need.
 *
 * <p>Any thread, which it blocks until the gateway has closed.
 */
final class RehearsalClient {
    private static final String CHANNEL = "\"channel\":\"market_data:REHEARSAL\"";
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;

    /** Several at once, so that the gateway's turns and not the changes of threads take the time. */
    private static final byte[] STAY = frames(
            TEXT,
            "{\"type\":\"subscribe\"," + CHANNEL + "}",
            "{\"type\":\"publish\"," + CHANNEL + ",\"message\":{\"last\":1.5}}",
            "{\"type\":\"ping\"}");

    /** One for each, and the publication itself. */
    private static final int STAY_ANSWERS = 4;

    private static final byte[] LEAVE = frames(TEXT, "{\"type\":\"unsubscribe\"," + CHANNEL + "}");

    /** Status 1000. */
    private static final byte[] CLOSING = frames(CLOSE, "\u0003\u00e8");

    private static final byte[] REQUEST = String.join(
                    "\r\n",
                    "GET /api/v1/websocket/ws HTTP/1.1",
                    "Host: localhost",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: cmVoZWFyc2FsIG9mIDE2IQ==",
                    "",
                    "")
            .getBytes(StandardCharsets.US_ASCII);

    private RehearsalClient() {}

    /**
     * Comes and goes once.
     *
     * @param port of the loopback
     * @param patienceMillis for each of the gateway's answers
     * @return how many messages the gateway sent
     * @throws IOException when it does not answer, or not as a gateway does
     */
    static int run(int port, int patienceMillis) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(patienceMillis);
            DataInputStream from = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 4096));
            socket.getOutputStream().write(REQUEST);
            skipHead(from);
            readFrame(from);
            socket.getOutputStream().write(STAY);
            for (int i = 0; i < STAY_ANSWERS; i++) {
                readFrame(from);
            }
            socket.getOutputStream().write(LEAVE);
            readFrame(from);
            socket.getOutputStream().write(CLOSING);
            int messages = 2 + STAY_ANSWERS;
            while (readFrame(from) != CLOSE) {
                messages++;
            }
            return messages;
        }
    }

    /** Frames of less than 126 bytes, masked with zeros. */
    private static byte[] frames(int opcode, String... payloads) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String payload : payloads) {
            out.write(0x80 | opcode);
            out.write(0x80 | payload.length());
            out.writeBytes(new byte[4]);
            out.writeBytes(payload.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static void skipHead(DataInputStream from) throws IOException {
        String end = "\r\n\r\n";
        int matched = 0;
        while (matched < end.length()) {
            int next = from.readUnsignedByte();
            matched = next == end.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
    }

    /** Reads one frame of less than 64 KiB and gives its opcode. */
    private static int readFrame(DataInputStream from) throws IOException {
        int opcode = from.readUnsignedByte() & 0xf;
        int length = from.readUnsignedByte();
        from.skipNBytes(length == 126 ? from.readUnsignedShort() : length);
        return opcode;
    }
}
