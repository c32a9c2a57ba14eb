package io.tickgate.bench.fault;

import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.client.SocketListener;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Publishes numbers to one channel at a steady rate, over a connection that it opens again whenever it ends. What was on its
 * way then may have been published or not, and is not sent again; the numbers go on.
 *
 * <p><b>Owner:</b> the crowd's loop.
 */
final class NumberedPublisher implements SocketListener {
    static final String TYPE = "numbered";

    private static final long TICK_MILLIS = 5;
    private static final long BACK_OFF_MILLIS = 50;
    /** What may be under way; a gateway that has stopped is not sent more. */
    private static final int UNANSWERED_MAX = 500;

    private final Crowd crowd;
    private final int gateway;
    private final String channel;
    private final int perSecond;
    private final Ledger ledger = new Ledger();
    private @Nullable ClientSocket socket;
    private boolean open;
    private boolean paused;
    private String epoch = "";
    private long dueAtNanos;
    private long number;
    private int unanswered;
    private long acknowledged;
    private long acknowledgedOffset;
    private boolean mayBeUnavailable;
    private long unavailable;
    private long refused;
    private @Nullable String firstRefusal;
    private long newestServerSeconds;

    /** @param gateway to which it connects */
    NumberedPublisher(Crowd crowd, int gateway, String channel, int perSecond) {
        this.crowd = crowd;
        this.gateway = gateway;
        this.channel = channel;
        this.perSecond = perSecond;
    }

    void start() {
        dueAtNanos = System.nanoTime();
        socket = crowd.connect(gateway, this);
        tick();
    }

    private void tick() {
        long now = System.nanoTime();
        long everyNanos = 1_000_000_000L / perSecond;
        while (now - dueAtNanos >= 0) {
            dueAtNanos += everyNanos;
            if (open && !paused && unanswered < UNANSWERED_MAX && socket != null) {
                publish(socket);
            }
        }
        crowd.schedule(this::tick, TICK_MILLIS);
    }

    private void publish(ClientSocket to) {
        long n = ++number;
        unanswered++;
        String json = "{\"type\":\"publish\",\"channel\":\"" + channel + "\",\"id\":" + n + ",\"message\":{\"type\":\""
                + TYPE + "\",\"n\":" + n + "}}";
        to.send(false, json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void onOpen() {
        // The welcome comes next, and with it the epoch.
    }

    @Override
    public void onMessage(boolean binary, byte[] in, int from, int to, long readAtNanos) {
        JsonObject message = JsonObject.parse(new String(in, from, to - from, StandardCharsets.UTF_8));
        switch (message.string("type")) {
            case "connection_established" -> {
                epoch = message.string("epoch");
                open = true;
            }
            case "publish_confirmed" -> {
                unanswered--;
                acknowledged++;
                acknowledgedOffset = message.whole("offset");
                newestServerSeconds = Instant.parse(message.string("timestamp")).getEpochSecond();
                String contradiction = ledger.contradiction(epoch, acknowledgedOffset, message.whole("id"));
                if (contradiction != null) {
                    refuse(contradiction);
                }
            }
            case "error" -> {
                unanswered--;
                String code = message.string("code");
                if (mayBeUnavailable && code.equals("unavailable")) {
                    unavailable++;
                } else {
                    refuse(code);
                }
            }
            default -> {
                // Nothing that a publisher needs.
            }
        }
    }

    private void refuse(String why) {
        refused++;
        if (firstRefusal == null) {
            firstRefusal = why;
        }
    }

    @Override
    public void onEnd(String reason) {
        open = false;
        unanswered = 0;
        crowd.schedule(() -> socket = crowd.connect(gateway, this), BACK_OFF_MILLIS);
    }

    /** Its line breaks; it comes back, and is told which epoch it is. */
    void breakOff() {
        if (socket != null) {
            socket.reset();
            onEnd("broken off");
        }
    }

    /** From now on it is no fault to be told {@code unavailable}. */
    void expectUnavailable() {
        mayBeUnavailable = true;
    }

    /** How often it was told so since. */
    long unavailable() {
        return unavailable;
    }

    String channel() {
        return channel;
    }

    /** What it and all who follow it have seen together. */
    Ledger ledger() {
        return ledger;
    }

    void setPaused(boolean value) {
        paused = value;
    }

    /** Whether nothing is under way. */
    boolean isAnswered() {
        return unanswered == 0;
    }

    /** Publications that the gateway has confirmed. */
    long acknowledged() {
        return acknowledged;
    }

    /** The offset of the newest of them. */
    long acknowledgedOffset() {
        return acknowledgedOffset;
    }

    /** The run of the gateway that its connection is to. */
    String epoch() {
        return epoch;
    }

    /** What the gateway's clock said with the newest confirmation, Unix time. */
    long newestServerSeconds() {
        return newestServerSeconds;
    }

    long refused() {
        return refused;
    }

    /** Null when none was. */
    @Nullable
    String firstRefusal() {
        return firstRefusal;
    }
}
