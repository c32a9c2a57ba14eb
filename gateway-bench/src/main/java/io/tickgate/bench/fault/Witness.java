package io.tickgate.bench.fault;

import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.client.SocketListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that writes down everything it is sent, and comes back with its position whenever its connection ends.
 *
 * <p><b>Owner:</b> the crowd's loop.
 */
final class Witness implements SocketListener {
    private static final long BACK_OFF_MILLIS = 50;
    private static final int REASONS_MAX = 3;

    private final Crowd crowd;
    private final int gateway;
    private final NumberedPublisher publisher;
    private final DeliveryLog log;
    private final List<String> ends = new ArrayList<>();
    private @Nullable ClientSocket socket;
    private boolean confirmed;
    private int endCount;

    /**
     * @param gateway to which it connects
     * @param publisher whose numbers it follows
     */
    Witness(Crowd crowd, int gateway, NumberedPublisher publisher) {
        this.crowd = crowd;
        this.gateway = gateway;
        this.publisher = publisher;
        this.log = new DeliveryLog(publisher.ledger());
    }

    void open() {
        socket = crowd.connect(gateway, this);
    }

    @Override
    public void onOpen() {
        String epoch = log.epoch();
        String since = epoch == null ? "" : ",\"since\":{\"epoch\":\"" + epoch + "\",\"offset\":" + log.offset() + "}";
        send("{\"type\":\"subscribe\",\"channel\":\"" + publisher.channel() + "\"" + since + "}");
    }

    private void send(String json) {
        if (socket != null) {
            socket.send(false, json.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void onMessage(boolean binary, byte[] in, int from, int to, long readAtNanos) {
        JsonObject message = JsonObject.parse(new String(in, from, to - from, StandardCharsets.UTF_8));
        switch (message.string("type")) {
            case "subscription_confirmed" -> {
                confirmed = true;
                log.onConfirmed(
                        message.string("epoch"),
                        message.whole("offset"),
                        message.has("recovered") ? message.bool("recovered") : null);
            }
            case NumberedPublisher.TYPE -> log.onPublication(message.whole("offset"), message.whole("n"));
            case "error" -> log.fault("got the error " + message.string("code"));
            default -> {
                // The welcome, and whatever else the gateway has to say.
            }
        }
    }

    @Override
    public void onEnd(String reason) {
        if (confirmed) {
            endCount++;
            if (ends.size() < REASONS_MAX) {
                ends.add(reason);
            }
        }
        confirmed = false;
        crowd.schedule(this::open, BACK_OFF_MILLIS + crowd.jitterMillis(BACK_OFF_MILLIS));
    }

    /** Its line breaks; it comes back. */
    void breakOff() {
        if (socket != null && confirmed) {
            socket.reset();
            confirmed = false;
            crowd.schedule(this::open, BACK_OFF_MILLIS + crowd.jitterMillis(BACK_OFF_MILLIS));
        }
    }

    DeliveryLog log() {
        return log;
    }

    /** Whether everything up to {@code offset} has come, under the epoch that its publisher knows. */
    boolean has(long offset) {
        return log.offset() >= offset && publisher.epoch().equals(log.epoch());
    }

    NumberedPublisher publisher() {
        return publisher;
    }

    /** Whether it is subscribed now. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** How many of its subscribed connections ended. */
    int endCount() {
        return endCount;
    }

    /** Why, of the first ones. */
    List<String> ends() {
        return ends;
    }
}
