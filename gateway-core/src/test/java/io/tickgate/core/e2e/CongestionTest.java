package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.websocket.ClientFrames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that stops reading while much is published, and what it finds when it reads again. */
class CongestionTest {
    private static final int RECEIVE_BYTES = 4 << 10;
    private static final String PADDING = "x".repeat(1_000);
    /** The header of a frame, and what the gateway counts for each that waits. */
    private static final int FRAME_COST = 4 + 64;

    private static final String SUBSCRIBE_BOTH =
            "{\"type\":\"subscribe\",\"channels\":[\"chart_updates\",\"notifications\"]}";

    /** However slow the machine is: nobody is ended for not reading. */
    private static TestGateway patient(Wiring wiring, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("timeouts.write-stall", "5m"));
        return TestGateway.start(wiring, all.toArray(String[]::new));
    }

    private static String message(int n) {
        return "{\"n\":" + n + ",\"padding\":\"" + PADDING + "\"}";
    }

    private static long count(TestGateway gateway, String name) {
        return (long) Json.child(Json.object(status(gateway, "")), "messages").get(name);
    }

    private static String status(TestGateway gateway, String query) {
        return gateway.request("GET", "/api/v1/websocket/status" + query, "").body();
    }

    /** Publishes until more than {@code bytes} wait in the gateway, beside what the kernel holds. @return how many messages */
    private static int fill(TestGateway gateway, String channel, long bytes) {
        int n = 0;
        while (count(gateway, "outbox_bytes") < bytes) {
            for (int i = 0; i < 50; i++) {
                // From outside, which is slow enough for the kernel to take meanwhile whatever it has room for.
                gateway.broadcast(channel, message(++n));
            }
            assertThat(count(gateway, "slow_closes")).isZero();
        }
        return n;
    }

    @ParameterizedTest
    @CsvSource({
        "EPOLL_ONE_LOOP,HIGH",
        "EPOLL_ONE_LOOP,URGENT",
        "EPOLL_TWO_LOOPS,HIGH",
        "NIO_ONE_LOOP,HIGH",
        "TLS_OF_BORINGSSL,HIGH",
        "TLS_OF_JAVA,URGENT"
    })
    void anUrgentNotificationComesAheadOfAMebibyteThatWaits(Wiring wiring, String priority) {
        try (TestGateway gateway = patient(wiring, "outbound.queue-bytes-max", "8MiB")) {
            RawWebSocket client = gateway.unopened(RECEIVE_BYTES).open();
            client.ask(SUBSCRIBE_BOTH);
            int published = fill(gateway, "chart_updates", 1 << 20);

            String notice =
                    "{\"type\":\"warning\",\"title\":\"t\",\"message\":\"m\",\"priority\":\"" + priority + "\"}";
            assertThat(gateway.request("POST", "/api/v1/websocket/notifications", notice)
                            .statusCode())
                    .isEqualTo(201);
            // Counted once the client's loop has it, for the kernel may make room until then; whatever waits now is
            // behind.
            // That loop is asked for its slow readers in a task of its own, after what was published to it.
            status(gateway, "?slow=1");
            long waiting = count(gateway, "outbox_bytes");
            assertThat(waiting).isGreaterThan(1 << 19);

            int before = 0;
            int longest = 0;
            ServerFrame frame = client.read();
            while (!frame.json().get("type").equals("notification")) {
                before++;
                longest = Math.max(longest, frame.payload().length + FRAME_COST);
                frame = client.read();
            }
            // All that waits is overtaken but the frame that was begun; without the direct way, but for what the
            // transport has in its own buffer.
            long givenAway = wiring.isDirect() ? longest : 96 << 10;
            assertThat(published - before)
                    .as("overtaken, of those that waited in the gateway")
                    .isGreaterThanOrEqualTo((int) ((waiting - givenAway) / longest));
            for (int i = before; i < published; i++) {
                assertThat(client.readJson()).containsEntry("offset", i + 1L);
            }
            client.requireQuiet();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP", "TLS_OF_BORINGSSL"})
    void whoReadsSlowlyHoldsTheNewestPriceOfEverySymbolAndWasToldOfTheOthers(Wiring wiring) {
        try (TestGateway gateway = patient(wiring)) {
            RawWebSocket client = gateway.unopened(RECEIVE_BYTES).open();
            client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
            Map<String, Long> newest = new HashMap<>();
            for (int n = 0; n < 6_000 || count(gateway, "conflated") == 0; n++) {
                String channel = "market_data:" + n % 7;
                newest.put(channel, gateway.publish(channel, message(n)));
            }
            assertThat(status(gateway, "?slow=3")).contains("\"rung\":2", "\"connection_id\":");

            Map<String, Long> last = new HashMap<>();
            List<String> told = new ArrayList<>();
            while (!last.equals(newest)) {
                Map<String, Object> frame = client.readJson();
                String channel = (String) frame.get("channel");
                long before = last.getOrDefault(channel, 0L);
                if (frame.get("type").equals("lag")) {
                    assertThat(frame).containsEntry("from", before + 1).containsEntry("reason", "conflated");
                    assertThat(frame).containsEntry("dropped", (long) frame.get("to") - before);
                    last.put(channel, (Long) frame.get("to"));
                    told.add(channel);
                } else {
                    assertThat(frame).containsEntry("offset", before + 1);
                    last.put(channel, before + 1);
                }
            }
            assertThat(told).isNotEmpty();
            client.requireQuiet();
            assertThat(count(gateway, "slow_closes")).isZero();
            Awaitility.await().until(() -> count(gateway, "outbox_bytes") == 0);
            assertThat(status(gateway, "?slow=3")).contains("\"slow\":[]");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_ONE_LOOP", "NIO_ONE_LOOP"})
    void aFamilyThatAllowsItLosesTheOldestAndItIsTold(Wiring wiring) {
        try (TestGateway gateway =
                patient(wiring, "outbound.queue-bytes-max", "256KiB", "channels.chart_updates.slow", "drop-oldest")) {
            RawWebSocket client = gateway.unopened(RECEIVE_BYTES).open();
            client.ask("{\"type\":\"subscribe\",\"channel\":\"chart_updates\"}");
            int n = 0;
            while (count(gateway, "dropped") < 100) {
                gateway.publish("chart_updates", message(++n));
                assertThat(count(gateway, "slow_closes")).isZero();
            }

            long dropped = 0;
            for (long last = 0; last < n; ) {
                ServerFrame read = client.read();
                assertThat(read.opcode()).isEqualTo(ClientFrames.TEXT);
                Map<String, Object> frame = read.json();
                if (frame.get("type").equals("lag")) {
                    assertThat(frame).containsEntry("from", last + 1).containsEntry("reason", "queue_bytes");
                    last = (long) frame.get("to");
                    dropped += (long) frame.get("dropped");
                } else {
                    last++;
                    assertThat(frame).containsEntry("offset", last);
                }
            }
            assertThat(dropped).isEqualTo(count(gateway, "dropped"));
            client.requireQuiet();
        }
    }
}
