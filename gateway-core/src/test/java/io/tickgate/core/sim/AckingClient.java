package io.tickgate.core.sim;

import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A client that acknowledges some of what it gets, and knows what it must therefore get again, and when.
 *
 * <p>Looks at what arrived after every step, in which the gateway did all that there was to do.
 */
final class AckingClient {
    static final long ACK_MILLIS = 5_000;
    static final long TICK_MILLIS = 100;
    static final int RESENDS_MAX = 3;

    /** One publication and when it came. */
    private static final class Got {
        private final PublicationMessage message;
        private long atMillis;
        private int resends;

        private Got(PublicationMessage message, long atMillis) {
            this.message = message;
            this.atMillis = atMillis;
        }
    }

    private final SimulatedClient client;
    /** Not acknowledged, in the order in which they first came. */
    private final List<Got> open = new ArrayList<>();

    private final Map<String, Long> last = new HashMap<>();
    private int seen;
    private int resent;

    AckingClient(SimulatedClient client) {
        this.client = client;
    }

    SimulatedClient client() {
        return client;
    }

    boolean isOver() {
        return client.received().isClosed() || client.connection().isClosed();
    }

    int resent() {
        return resent;
    }

    int openCount() {
        return open.size();
    }

    Map<String, Long> last() {
        return last;
    }

    /** Starts again where another connection ended. */
    void goOnAfter(String channel, long offset) {
        last.put(channel, offset);
    }

    /** Acknowledges up to the {@code index}th of what is open, on that publication's channel; the gateway reads it now. */
    void acknowledge(int index) {
        PublicationMessage message = open.get(index).message;
        client.acknowledge(message.channel(), message.offset());
    }

    /**
     * Checks what came since the last look.
     *
     * @param prompt whether the socket took everything at once, so that times are exact
     */
    void look(long nowMillis, boolean prompt) {
        List<Object> events = client.received().events();
        List<Got> again = new ArrayList<>();
        for (; seen < events.size(); seen++) {
            Object event = events.get(seen);
            if (event instanceof PublicationMessage message) {
                onPublication(message, nowMillis, prompt, again);
            } else if (event instanceof ServerMessage.AckConfirmed confirmed) {
                open.removeIf(got -> got.message.channel().equals(confirmed.channel())
                        && got.message.offset() <= confirmed.offset());
            } else if (event instanceof Closed close && close.status() == 4002) {
                require(!prompt || open.stream().anyMatch(got -> isGivenUp(got, nowMillis)), "closed too early");
            } else {
                require(!(event instanceof ServerMessage.ErrorMessage), "refused: " + event);
                require(!(event instanceof NoticeMessage.Lag), "left out: " + event);
            }
        }
        if (prompt && !isOver()) {
            for (Got got : open) {
                require(nowMillis - got.atMillis < ACK_MILLIS + TICK_MILLIS, "was not sent again: " + got.message);
            }
        }
    }

    private static boolean isGivenUp(Got got, long nowMillis) {
        return got.resends == RESENDS_MAX && nowMillis - got.atMillis >= ACK_MILLIS;
    }

    private void onPublication(PublicationMessage message, long nowMillis, boolean prompt, List<Got> again) {
        long before = last.getOrDefault(message.channel(), 0L);
        if (message.offset() > before) {
            require(message.offset() == before + 1, message + " came after " + before);
            last.put(message.channel(), message.offset());
            open.add(new Got(message, nowMillis));
            return;
        }
        boolean isOpen = open.stream()
                .anyMatch(each ->
                        each.message.channel().equals(message.channel()) && each.message.offset() == message.offset());
        if (!prompt && !isOpen) {
            // It was on its way when the acknowledgement was read, whose answer overtook it.
            return;
        }
        Got got = open.stream()
                .filter(each ->
                        each.message.channel().equals(message.channel()) && each.message.offset() == message.offset())
                .findFirst()
                .orElseThrow(() -> failure("was acknowledged: " + message));
        require(got.message.equals(message), "another message than the first time: " + message);
        require(!prompt || nowMillis - got.atMillis >= ACK_MILLIS, "came again too early: " + message);
        // What comes again in one go comes oldest first.
        require(
                !prompt
                        || again.stream()
                                .filter(each -> each.message.channel().equals(message.channel()))
                                .allMatch(each -> open.indexOf(each) < open.indexOf(got)),
                "out of order: " + message);
        got.resends++;
        got.atMillis = nowMillis;
        resent++;
        require(got.resends <= RESENDS_MAX, "came once too often: " + message);
        again.add(got);
    }

    private void require(boolean condition, String text) {
        if (!condition) {
            throw failure(text);
        }
    }

    private AssertionError failure(String text) {
        return new AssertionError(
                client + ": " + text + "; received " + client.received().events());
    }
}
