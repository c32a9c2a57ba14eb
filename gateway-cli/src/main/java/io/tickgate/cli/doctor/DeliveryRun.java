package io.tickgate.cli.doctor;

import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.client.SocketEvent;
import io.tickgate.cli.client.SocketEvent.Received;
import io.tickgate.cli.console.Failure;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on one connection and receives on another. The schedule is fixed beforehand and times count from when a message
 * was due: a gateway that stalls cannot make the next message wait, and so look fast (coordinated omission).
 */
final class DeliveryRun {
    static final int COUNT = 200;

    /** Not counted: both processes compile their code. */
    private static final int WARM_UP = 50;

    private static final long INTERVAL_NANOS = 5_000_000;
    private static final Duration LAST_TIMEOUT = Duration.ofSeconds(5);
    private static final long MICROS_MAX = 60_000_000;

    private final long[] dueNanos = new long[WARM_UP + COUNT];
    private final Histogram micros = new Histogram(MICROS_MAX, 3);
    private int receivedCount;
    private long lastOffset = -1;
    private int lastNumber = -1;
    private String disorder = "";

    private DeliveryRun() {}

    static DeliveryRun of(HttpApiClient api, String channel) throws Failure, InterruptedException {
        DeliveryRun run = new DeliveryRun();
        try (Dialogue subscriber = Dialogue.open(api, WireFormat.JSON);
                Dialogue publisher = Dialogue.open(api, WireFormat.JSON)) {
            subscriber.subscribe(channel);
            run.publishAll(publisher, channel);
            run.receiveAll(subscriber);
        }
        return run;
    }

    /** Messages received, the warm-up not counted. */
    int receivedCount() {
        return receivedCount;
    }

    long micros(double percentile) {
        return micros.getValueAtPercentile(percentile);
    }

    /** What was out of order first, or nothing. */
    String disorder() {
        return disorder;
    }

    private void publishAll(Dialogue publisher, String channel) throws Failure, InterruptedException {
        long startNanos = System.nanoTime();
        for (int number = 0; number < dueNanos.length; number++) {
            dueNanos[number] = startNanos + number * INTERVAL_NANOS;
            for (long left = dueNanos[number] - System.nanoTime();
                    left > 0;
                    left = dueNanos[number] - System.nanoTime()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            publisher.send(new ClientMessage.Publish(null, channel, message(number), null, null));
        }
        for (int number = 0; number < dueNanos.length; number++) {
            publisher.await(ServerMessage.PublishConfirmed.class);
        }
    }

    private void receiveAll(Dialogue subscriber) throws InterruptedException {
        int expected = dueNanos.length;
        for (int seen = 0; seen < expected; ) {
            SocketEvent event = subscriber.poll(LAST_TIMEOUT);
            if (!(event instanceof Received received)) {
                return;
            }
            if (received.message() instanceof PublicationMessage publication) {
                seen++;
                onPublication(publication, received.receivedAtNanos());
            }
        }
    }

    private void onPublication(PublicationMessage publication, long receivedAtNanos) {
        Integer number = number(publication);
        if (number == null || number < 0 || number >= dueNanos.length) {
            note("a message came that nobody published");
            return;
        }
        if (lastOffset >= 0 && publication.offset() != lastOffset + 1) {
            note("offset " + publication.offset() + " came after " + lastOffset);
        }
        if (number != lastNumber + 1) {
            note("message " + number + " came after " + lastNumber);
        }
        lastOffset = publication.offset();
        lastNumber = number;
        if (number >= WARM_UP) {
            receivedCount++;
            micros.recordValue(Math.max(0, Math.min(MICROS_MAX, (receivedAtNanos - dueNanos[number]) / 1000)));
        }
    }

    private void note(String text) {
        if (disorder.isEmpty()) {
            disorder = text;
        }
    }

    private static MessageBody message(int number) {
        byte[] members = ("\"type\":\"doctor-" + number + "\"").getBytes(StandardCharsets.US_ASCII);
        return new MessageBody(WireFormat.JSON, members, 0, members.length, 1, true, false);
    }

    /** The number, which stands in the type: the one field of a publication that the reader takes out. */
    private static @Nullable Integer number(PublicationMessage publication) {
        String type = publication.type();
        try {
            return type.startsWith("doctor-") ? Integer.valueOf(type.substring("doctor-".length())) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
