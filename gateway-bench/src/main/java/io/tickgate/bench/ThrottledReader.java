package io.tickgate.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client at the end of a thin line: it takes so many bytes a second from its socket, and looks for texts in them.
 *
 * <p>Not thread-safe: whoever reads is the only one who does.
 */
final class ThrottledReader implements AutoCloseable {
    private static final int RECEIVE_BYTES = 32 << 10;
    private static final int SLICES_PER_SECOND = 100;

    private final Socket socket = new Socket();
    private final InputStream input;
    private final byte[] slice;
    private String tail = "";
    private long bytesRead;

    /** @param command sent once the connection is upgraded; ASCII */
    ThrottledReader(int port, int bytesPerSecond, String command) throws IOException {
        slice = new byte[bytesPerSecond / SLICES_PER_SECOND];
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        input = socket.getInputStream();
        socket.getOutputStream().write(FleetClient.UPGRADE.getBytes(StandardCharsets.US_ASCII));
        readUntil("\r\n\r\n");
        socket.getOutputStream().write(FleetClient.frame(command));
    }

    /** Bytes taken from the socket so far. */
    long bytesRead() {
        return bytesRead;
    }

    /**
     * Reads at its rate until {@code text} has come; it may be split between two reads.
     *
     * @throws IOException when the connection fails or ends
     */
    void readUntil(String text) throws IOException {
        long nextNanos = System.nanoTime();
        while (!tail.contains(text)) {
            int count = input.read(slice);
            if (count < 0) {
                throw new EOFException("the gateway ended the connection");
            }
            bytesRead += count;
            String read = new String(slice, 0, count, StandardCharsets.ISO_8859_1);
            tail = tail.substring(Math.max(0, tail.length() - text.length())) + read;
            nextNanos += 1_000_000_000L * count / slice.length / SLICES_PER_SECOND;
            sleepUntil(nextNanos);
        }
        tail = tail.substring(tail.indexOf(text) + text.length());
    }

    private static void sleepUntil(long nanos) {
        long left = nanos - System.nanoTime();
        try {
            Thread.sleep(Math.max(0, left / 1_000_000), (int) Math.max(0, left % 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
