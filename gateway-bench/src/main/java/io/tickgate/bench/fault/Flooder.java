package io.tickgate.bench.fault;

import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.client.SocketListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes large messages, each to a channel that nobody has named before, as fast as they are answered: a few under way at
 * once.
 *
 * <p><b>Owner:</b> the crowd's loop.
 */
final class Flooder implements SocketListener {
    private static final int UNDER_WAY = 4;

    private final String names;
    private final int count;
    private final String payload;
    private @Nullable ClientSocket socket;
    private int sent;
    private int messages;
    private boolean ended;

    private Flooder(String names, int count, int bytes) {
        this.names = names;
        this.count = count;
        this.payload = "y".repeat(bytes);
    }

    /** @param count publications of each */
    static List<Flooder> open(Crowd crowd, int flooders, int count, int bytes) {
        List<Flooder> all = new ArrayList<>();
        for (int i = 0; i < flooders; i++) {
            all.add(new Flooder("market_data:flood-" + System.nanoTime() + "-" + i, count, bytes));
        }
        crowd.tell(() -> all.forEach(one -> one.socket = crowd.connect(0, one)));
        return all;
    }

    @Override
    public void onOpen() {
        for (int i = 0; i < UNDER_WAY; i++) {
            publish();
        }
    }

    private void publish() {
        if (sent < count && socket != null) {
            sent++;
            socket.send(
                    false,
                    ("{\"type\":\"publish\",\"channel\":\"" + names + "-" + sent + "\",\"id\":" + sent
                                    + ",\"message\":{\"type\":\"flood\",\"pad\":\"" + payload + "\"}}")
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void onMessage(boolean binary, byte[] in, int from, int to, long readAtNanos) {
        messages++;
        if (messages > 1) {
            publish();
        }
    }

    @Override
    public void onEnd(String reason) {
        ended = true;
    }

    /** Answers to publications, whatever they say. */
    int answers() {
        return Math.max(0, messages - 1);
    }

    boolean isDone() {
        return ended || answers() >= count;
    }

    void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
