package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.websocket.ClientFrames;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A WebSocket client that sends exactly the bytes it is told to, well formed or not, and shows every frame that comes.
 *
 * <p>Every read gives up after {@value #TIMEOUT_MILLIS} ms with an exception: a test that hangs is a test that fails.
 */
final class RawWebSocket implements AutoCloseable {
    static final String PATH = "/api/v1/websocket/ws";
    private static final int TIMEOUT_MILLIS = 8_000;

    private final Socket socket;
    private final DataInputStream in;

    /** @param receiveBytes the socket's receive buffer, 0 for the system's choice */
    RawWebSocket(int port, int receiveBytes) {
        this(connected(port, receiveBytes));
    }

    /** On a connection that somebody else has made. */
    RawWebSocket(Socket socket) {
        this.socket = socket;
        try {
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection on which nothing was said yet. */
    static Socket connected(int port, int receiveBytes) {
        try {
            Socket connected = new Socket();
            if (receiveBytes > 0) {
                connected.setReceiveBufferSize(receiveBytes);
            }
            connected.setSoTimeout(TIMEOUT_MILLIS);
            connected.setTcpNoDelay(true);
            connected.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return connected;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head of an upgrade request with the RFC's sample key and {@code headers} as further lines. */
    static byte[] upgradeRequest(String... headers) {
        return upgradeRequestTo(PATH, headers);
    }

    static byte[] upgradeRequestTo(String target, String... headers) {
        return ("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        + String.join(
                                "",
                                List.of(headers).stream()
                                        .map(line -> line + "\r\n")
                                        .toList()) + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Asks for the upgrade with a query behind the path, and reads the answer. */
    HttpAnswer handshakeWith(String query) {
        send(upgradeRequestTo(PATH + "?" + query));
        return readHttp();
    }

    /** Asks for the upgrade and reads the answer, whatever it is. */
    HttpAnswer handshake(String... headers) {
        send(upgradeRequest(headers));
        return readHttp();
    }

    /** Asks for the upgrade, which must be granted, and reads past the welcome. */
    RawWebSocket open(String... headers) {
        assertThat(handshake(headers).status()).isEqualTo(101);
        read();
        return this;
    }

    void send(byte[]... parts) {
        try {
            socket.getOutputStream().write(ClientFrames.join(parts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void text(String text) {
        send(ClientFrames.text(text));
    }

    /** Sends a command and reads its answer, which must be the next frame. */
    Map<String, Object> ask(String command) {
        text(command);
        return readJson();
    }

    /** Nothing is under way to this client, and its connection lives: the answer to a ping is the next frame. */
    void requireQuiet() {
        assertThat(ask("{\"type\":\"ping\",\"id\":\"quiet?\"}"))
                .containsEntry("type", "pong")
                .containsEntry("id", "quiet?");
    }

    ServerFrame read() {
        try {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            assertThat(second & 0x80).as("a server never masks").isZero();
            long length = second == 127 ? in.readLong() : second == 126 ? in.readUnsignedShort() : second;
            byte[] payload = new byte[(int) length];
            in.readFully(payload);
            return new ServerFrame(first, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> readJson() {
        ServerFrame frame = read();
        assertThat(frame.opcode()).as("%s", frame).isEqualTo(ClientFrames.TEXT);
        return frame.json();
    }

    List<Map<String, Object>> readJson(int count) {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(readJson());
        }
        return messages;
    }

    /** Reads past everything up to the close frame, and answers nothing. @return its code */
    int readUntilClose() {
        ServerFrame frame = read();
        while (frame.opcode() != ClientFrames.CLOSE) {
            frame = read();
        }
        return frame.closeCode();
    }

    /** Reads a close frame, answers it, and reads the end of the stream behind it. @return its code */
    int readClose() {
        ServerFrame frame = read();
        assertThat(frame.opcode()).as("%s", frame).isEqualTo(ClientFrames.CLOSE);
        try {
            send(ClientFrames.frame(ClientFrames.FIN | ClientFrames.CLOSE, frame.payload()));
        } catch (UncheckedIOException e) {
            // The gateway may have closed already; its frame has come, which is what counts.
        }
        readEnd();
        return frame.closeCode();
    }

    /** Reads the end of the stream: a clean one, since a reset can destroy what was sent before it. */
    void readEnd() {
        try {
            assertThat(in.read()).as("nothing but the end").isEqualTo(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpAnswer readHttp() {
        try {
            String statusLine = readLine();
            List<String> headers = new ArrayList<>();
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                headers.add(line);
            }
            HttpAnswer head = new HttpAnswer(Integer.parseInt(statusLine.split(" ", 3)[1]), headers, "");
            String length = head.header("content-length");
            byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
            return new HttpAnswer(head.status(), headers, new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the end came after \"" + line + '"');
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Is gone without a word: the gateway's kernel learns of it by a reset. */
    void vanish() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
