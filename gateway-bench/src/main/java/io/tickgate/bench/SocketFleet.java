package io.tickgate.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Many WebSocket clients on one thread, which does as little as it can, so that it is the gateway that is measured.
 *
 * <p>Not thread-safe: one thread makes the clients, runs them and closes them.
 */
public final class SocketFleet implements AutoCloseable {
    private final InetSocketAddress server;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final List<FleetClient> clients = new ArrayList<>();

    public SocketFleet(int port) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        selector = Selector.open();
    }

    /** Begins to connect; the rest happens while the fleet runs. */
    public FleetClient connect(String firstCommand) throws IOException {
        FleetClient client = new FleetClient(selector, server, firstCommand);
        clients.add(client);
        return client;
    }

    public List<FleetClient> clients() {
        return clients;
    }

    /** Data frames that arrived at all of them. */
    public long frames() {
        return clients.stream().mapToLong(FleetClient::frames).sum();
    }

    /**
     * Runs the clients until {@code done}, which is asked after every round.
     *
     * @throws IOException when a connection fails or ends, or when it takes more than {@code seconds}
     */
    public void runUntil(BooleanSupplier done, int seconds) throws IOException {
        long deadlineNanos = System.nanoTime() + seconds * 1_000_000_000L;
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new IOException("not done after " + seconds + " s");
            }
            runOnce();
        }
    }

    /** Reads what has arrived; waits for it for a millisecond at most. */
    public void runOnce() throws IOException {
        selector.select(1);
        for (SelectionKey key : selector.selectedKeys()) {
            ((FleetClient) key.attachment()).onReady(key, buffer);
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        for (FleetClient client : clients) {
            client.close();
        }
        selector.close();
    }
}
