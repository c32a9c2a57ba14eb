package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.websocket.ClientFrames;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlowReaderTest {
    private static final int RECEIVE_BYTES = 4 << 10;
    private static final String PADDING = "x".repeat(60_000);

    private static String message(int n) {
        return "{\"n\":" + n + ",\"padding\":\"" + PADDING + "\"}";
    }

    private static void subscribe(RawWebSocket client) {
        client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
    }

    /** Reads publications, which must be 1, 2, 3, …, up to a close frame. @return how many came before it */
    private static int readInOrderToClose(RawWebSocket client, int code) {
        int count = 0;
        ServerFrame frame = client.read();
        while (frame.opcode() == ClientFrames.TEXT) {
            count++;
            assertThat(frame.json()).containsEntry("offset", (long) count).containsEntry("n", (long) count);
            frame = client.read();
        }
        assertThat(frame.opcode()).isEqualTo(ClientFrames.CLOSE);
        assertThat(frame.closeCode()).isEqualTo(code);
        return count;
    }

    @ParameterizedTest
    @EnumSource(Wiring.class)
    void whoNeverReadsIsClosedWith4001AndTheOthersGetEverything(Wiring wiring) {
        int published = 200;
        try (TestGateway gateway = TestGateway.start(wiring, "outbound.queue-bytes-max", "256KiB")) {
            RawWebSocket slow = gateway.unopened(RECEIVE_BYTES).open();
            RawWebSocket fast = gateway.client();
            subscribe(slow);
            subscribe(fast);
            long directBefore = directBytes();

            long directMost = 0;
            for (int n = 1; n <= published; n++) {
                gateway.broadcast("market_data", message(n));
                assertThat(fast.readJson()).containsEntry("offset", (long) n).containsEntry("n", (long) n);
                directMost = Math.max(directMost, directBytes());
            }

            assertThat(readInOrderToClose(slow, 4001))
                    .as("what came before the close came whole and in order, but not all of it")
                    .isBetween(1, published - 1);
            assertThat(directMost - directBefore)
                    .as("bytes held for 12 MB published")
                    .isLessThan(6 << 20);
            fast.requireQuiet();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_ONE_LOOP", "NIO_TWO_LOOPS"})
    void aSocketThatTakesNoByteInTimeIsClosedWith4001(Wiring wiring) {
        try (TestGateway gateway =
                TestGateway.start(wiring, "outbound.queue-bytes-max", "64MiB", "timeouts.write-stall", "200ms")) {
            RawWebSocket slow = gateway.unopened(RECEIVE_BYTES).open();
            subscribe(slow);

            for (int n = 1; n <= 150; n++) {
                gateway.broadcast("market_data", message(n));
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(Json.child(gateway.connections(), "subscriptions"))
                            .containsEntry("market_data", 0L));

            assertThat(readInOrderToClose(slow, 4001)).isBetween(1, 149);
        }
    }

    @Test
    void whoPausesAndComesBackInTimeLosesNothing() {
        int published = 150;
        try (TestGateway gateway = TestGateway.start(
                Wiring.EPOLL_TWO_LOOPS, "outbound.queue-bytes-max", "64MiB", "outbound.bytes-total", "32MiB")) {
            RawWebSocket pausing = gateway.unopened(RECEIVE_BYTES).open();
            subscribe(pausing);

            for (int n = 1; n <= published; n++) {
                gateway.broadcast("market_data", message(n));
            }

            for (int n = 1; n <= published; n++) {
                assertThat(pausing.readJson()).containsEntry("offset", (long) n).containsEntry("n", (long) n);
            }
            pausing.requireQuiet();
        }
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
