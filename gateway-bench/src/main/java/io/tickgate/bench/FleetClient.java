package io.tickgate.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket client of a {@link SocketFleet}: it counts the data frames that reach it and looks into none, unless
 * somebody asks to.
 *
 * <p><b>Owner:</b> the fleet's thread.
 */
public final class FleetClient {
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES_MAX = 10;
    static final String UPGRADE = """
            GET /api/v1/websocket/ws HTTP/1.1\r
            Host: 127.0.0.1\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    private final SocketChannel channel;
    private final String firstCommand;
    private @Nullable ObjLongConsumer<byte[]> onFrame;
    private boolean open;
    private int endMatched;

    private final byte[] head = new byte[HEAD_BYTES_MAX];
    private int headBytes;
    private long payloadLeft;
    private byte @Nullable [] payload;
    private long frames;

    /** @param firstCommand sent as soon as the connection is upgraded; JSON, up to 125 bytes */
    FleetClient(Selector selector, InetSocketAddress server, String firstCommand) throws IOException {
        this.firstCommand = firstCommand;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(server);
        channel.register(selector, SelectionKey.OP_CONNECT, this);
    }

    /** Hands every data frame's payload, with the time it was read at ({@link System#nanoTime}), to {@code listener}. */
    public void listen(ObjLongConsumer<byte[]> listener) {
        onFrame = listener;
    }

    /** Data frames that arrived whole, the welcome and confirmations included. */
    public long frames() {
        return frames;
    }

    void onReady(SelectionKey key, ByteBuffer buffer) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
            return;
        }
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            throw new EOFException("the gateway ended a connection");
        }
        buffer.flip();
        long nowNanos = System.nanoTime();
        while (buffer.hasRemaining()) {
            if (!open) {
                readUpgrade(buffer);
            } else if (payloadLeft > 0) {
                readPayload(buffer, nowNanos);
            } else {
                readHead(buffer, nowNanos);
            }
        }
    }

    private void readUpgrade(ByteBuffer buffer) throws IOException {
        endMatched = buffer.get() == END_OF_HEAD[endMatched] ? endMatched + 1 : 0;
        if (endMatched == END_OF_HEAD.length) {
            open = true;
            send(firstCommand);
        }
    }

    private void readHead(ByteBuffer buffer, long nowNanos) {
        head[headBytes++] = buffer.get();
        if (headBytes < 2) {
            return;
        }
        int length = head[1] & 0x7F;
        int needed = length == 127 ? 10 : length == 126 ? 4 : 2;
        if (headBytes < needed) {
            return;
        }
        payloadLeft = length;
        if (needed > 2) {
            payloadLeft = 0;
            for (int i = 2; i < needed; i++) {
                payloadLeft = (payloadLeft << 8) | (head[i] & 0xFF);
            }
        }
        payload = onFrame == null ? null : new byte[(int) payloadLeft];
        if (payloadLeft == 0) {
            endFrame(nowNanos);
        }
    }

    private void readPayload(ByteBuffer buffer, long nowNanos) {
        int count = (int) Math.min(payloadLeft, buffer.remaining());
        if (payload != null) {
            buffer.get(payload, payload.length - (int) payloadLeft, count);
        } else {
            buffer.position(buffer.position() + count);
        }
        payloadLeft -= count;
        if (payloadLeft == 0) {
            endFrame(nowNanos);
        }
    }

    private void endFrame(long nowNanos) {
        boolean isData = (head[0] & 0x08) == 0;
        if (isData) {
            frames++;
            if (onFrame != null && payload != null) {
                onFrame.accept(payload, nowNanos);
            }
        }
        headBytes = 0;
    }

    /** @param json up to 65,535 bytes of ASCII */
    public void send(String json) throws IOException {
        write(frame(json));
    }

    /**
     * A text frame as clients send it.
     *
     * @param json up to 65,535 bytes of ASCII
     */
    static byte[] frame(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
        int headerBytes = bytes.length < 126 ? 6 : 8;
        byte[] frame = new byte[headerBytes + bytes.length];
        frame[0] = (byte) 0x81;
        if (bytes.length < 126) {
            frame[1] = (byte) (0x80 | bytes.length);
        } else {
            frame[1] = (byte) (0x80 | 126);
            frame[2] = (byte) (bytes.length >> 8);
            frame[3] = (byte) bytes.length;
        }
        // The mask is zero, which leaves the bytes as they are.
        System.arraycopy(bytes, 0, frame, headerBytes, bytes.length);
        return frame;
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
