package io.tickgate.bench.fault;

import io.tickgate.bench.load.client.ClientFrames;
import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.client.SocketListener;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A connection that does not come back: it says something when it is open, and counts what it is sent.
 *
 * <p><b>Owner:</b> the crowd's loop.
 */
final class Visitor implements SocketListener {
    private final byte @Nullable [] first;
    private @Nullable ClientSocket socket;
    private boolean open;
    private int messages;
    private @Nullable String endReason;

    private Visitor(byte @Nullable [] first) {
        this.first = first;
    }

    /** Says nothing. */
    static Visitor silent() {
        return new Visitor(null);
    }

    /** Sends one command. */
    static Visitor saying(String json) {
        return new Visitor(ClientFrames.message(false, json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends the first half of a message and no more. */
    static Visitor sayingHalf(int bytes) {
        byte[] frame = ClientFrames.message(false, new byte[bytes]);
        // Not the final frame.
        frame[0] &= 0x7F;
        return new Visitor(frame);
    }

    void open(Crowd crowd) {
        socket = crowd.connect(0, this);
    }

    @Override
    public void onOpen() {
        open = true;
        if (first != null && socket != null) {
            socket.write(first);
        }
    }

    @Override
    public void onMessage(boolean binary, byte[] in, int from, int to, long readAtNanos) {
        messages++;
    }

    @Override
    public void onEnd(String reason) {
        open = false;
        endReason = reason;
    }

    void leave() {
        open = false;
        if (socket != null) {
            socket.close();
        }
    }

    /** Leaves without a goodbye. */
    void vanish() {
        open = false;
        if (socket != null) {
            socket.reset();
        }
    }

    void stopReading() {
        if (socket != null) {
            socket.setReading(false);
        }
    }

    boolean isOpen() {
        return open;
    }

    /** The welcome included. */
    int messages() {
        return messages;
    }

    /** Why the gateway did not let it in, or ended it; null while neither has happened. */
    @Nullable
    String endReason() {
        return endReason;
    }
}
