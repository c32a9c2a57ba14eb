package io.tickgate.bench.fault;

import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.client.SocketListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that was granted so many updates a second, and watches whether it gets more.
 *
 * <p><b>Owner:</b> the crowd's loop.
 */
final class RateWatch implements SocketListener {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final String CHANNEL = "market_data:RATE";

    private final Crowd crowd;
    private final String command;
    private final Deque<Long> lastSecond = new ArrayDeque<>();
    private @Nullable ClientSocket socket;
    private int most;
    private int count;

    private RateWatch(Crowd crowd, String channel, int hz) {
        this.crowd = crowd;
        this.command = "{\"type\":\"subscribe\",\"channel\":\"" + channel + "\",\"options\":{\"max_hz\":" + hz + "}}";
    }

    /** Subscribes, and has so many publications a second published. */
    static RateWatch begin(Crowd crowd, int hz, int perSecond) {
        RateWatch watch = new RateWatch(crowd, CHANNEL, hz);
        NumberedPublisher prices = new NumberedPublisher(crowd, 0, CHANNEL, perSecond);
        crowd.tell(watch::open);
        crowd.tell(prices::start);
        return watch;
    }

    private void open() {
        socket = crowd.connect(0, this);
    }

    @Override
    public void onOpen() {
        if (socket != null) {
            socket.send(false, command.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void onMessage(boolean binary, byte[] in, int from, int to, long readAtNanos) {
        if (new String(in, from, to - from, StandardCharsets.UTF_8).contains("\"" + NumberedPublisher.TYPE + "\"")) {
            count++;
            lastSecond.add(readAtNanos);
            while (readAtNanos - lastSecond.getFirst() >= SECOND_NANOS) {
                lastSecond.removeFirst();
            }
            most = Math.max(most, lastSecond.size());
        }
    }

    @Override
    public void onEnd(String reason) {
        open();
    }

    /** Updates that came. */
    int count() {
        return count;
    }

    /** Updates that came within any one second. */
    int mostInASecond() {
        return most;
    }
}
