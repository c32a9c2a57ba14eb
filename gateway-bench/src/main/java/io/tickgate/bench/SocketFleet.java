package io.tickgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Many WebSocket clients on one thread, which does as little as it can, so that it is the gateway that is measured.
 *
 * <p>Not thread-safe: one thread makes the clients, runs them and closes them.
 */
public final class SocketFleet implements AutoCloseable {
    private final InetSocketAddress server;
    private final Selector selector;
    private final int restMillis;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final List<FleetClient> clients = new ArrayList<>();

    public SocketFleet(int port) throws IOException {
        this(port, 0);
    }

    /**
     * @param restMillis between two looks at the sockets: who is late himself has more to read at once, and leaves the processor
     *     to those who are measured
     */
    SocketFleet(int port, int restMillis) throws IOException {
        this.restMillis = restMillis;
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

    /**
     * Sends commands at a steady rate, each when it is due whatever became of the ones before it, and reads what arrives.
     *
     * @param commands one text for each
     * @throws IOException when a connection fails or ends, or when the commands cannot leave
     */
    public void send(FleetClient from, Supplier<String> commands, int perSecond, int seconds) throws IOException {
        long startNanos = System.nanoTime();
        long everyNanos = 1_000_000_000L / perSecond;
        long count = (long) seconds * perSecond;
        long[] sent = {0};
        runUntil(
                () -> {
                    try {
                        while (sent[0] < count && System.nanoTime() - startNanos >= sent[0] * everyNanos) {
                            from.send(commands.get());
                            sent[0]++;
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return sent[0] == count && System.nanoTime() - startNanos >= seconds * 1_000_000_000L;
                },
                seconds + 20);
    }

    /** Reads what has arrived; waits for it for a millisecond at most, after its rest. */
    public void runOnce() throws IOException {
        LockSupport.parkNanos(restMillis * 1_000_000L);
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
