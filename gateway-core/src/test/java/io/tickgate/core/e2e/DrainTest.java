package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.websocket.ClientFrames;
import io.tickgate.protocol.message.CloseCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stop in which clients leave one by one. Windows of an hour show what does not wait for their end. */
class DrainTest {
    private static final String BODY = "{\"channel\":\"market_data\",\"message\":{\"n\":1}}";

    private static CompletableFuture<Void> stopped(TestGateway gateway) {
        return CompletableFuture.runAsync(() -> {
            try {
                gateway.gateway().awaitStopped();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void awaitRefused(TestGateway gateway) {
        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> RawHttpClient.get(gateway.port(), "/health/live"))
                        .isInstanceOf(IOException.class));
    }

    private static RawHttpClient.Answer publish(RawHttpClient publisher) throws IOException {
        return publisher
                .send(RawHttpClient.posting("/api/v1/websocket/broadcast", "application/json", BODY))
                .read();
    }

    private static Map<String, Object> requireAppointment(RawWebSocket client, long windowMillis) {
        Map<String, Object> notice = client.readJson();
        assertThat(notice).containsOnlyKeys("type", "reconnect_after_ms", "resume_token");
        assertThat(notice).containsEntry("type", "server_shutdown");
        assertThat((Long) notice.get("reconnect_after_ms")).isBetween(0L, windowMillis);
        return notice;
    }

    /** @return how many publications came before the close */
    private static int until1012(RawWebSocket client) {
        int publications = 0;
        for (ServerFrame frame = client.read(); frame.opcode() != ClientFrames.CLOSE; frame = client.read()) {
            assertThat(frame.json()).containsEntry("n", 1L);
            publications++;
        }
        client.close();
        return publications;
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
    void everyClientIsToldItsMomentAndGetsWhatIsPublishedUntilItIsClosed(Wiring wiring) throws Exception {
        try (TestGateway gateway = TestGateway.start(wiring, "drain.window", "2s", "timeouts.shutdown", "4s");
                RawHttpClient publisher = new RawHttpClient(gateway.port())) {
            List<RawWebSocket> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                RawWebSocket client = gateway.client();
                client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
                clients.add(client);
            }
            assertThat(publish(publisher).status()).isEqualTo(200);
            for (RawWebSocket client : clients) {
                client.readJson();
            }

            assertThat(gateway.gateway().drain(CloseCode.SERVICE_RESTART)).isTrue();
            assertThat(gateway.gateway().drain(CloseCode.GOING_AWAY)).isFalse();
            CompletableFuture<Void> stopped = stopped(gateway);

            List<Object> tokens = new ArrayList<>();
            for (RawWebSocket client : clients) {
                tokens.add(requireAppointment(client, 2000).get("resume_token"));
            }
            assertThat(tokens).doesNotHaveDuplicates().doesNotContainNull();
            awaitRefused(gateway);
            RawHttpClient.Answer answer = publish(publisher);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain("\"recipient_count\":0");
            int received = 0;
            for (RawWebSocket client : clients) {
                received += until1012(client);
            }
            assertThat(answer.body()).contains("\"recipient_count\":" + received + ",");
            stopped.get(8, TimeUnit.SECONDS);
        }
    }

    @Test
    void withNobodyConnectedItIsOverAtOnce() throws Exception {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "drain.window", "1h")) {
            gateway.gateway().drain(CloseCode.GOING_AWAY);

            stopped(gateway).get(8, TimeUnit.SECONDS);
        }
    }

    @Test
    void itIsOverWithTheLastClientThatLeaves() throws Exception {
        try (TestGateway gateway =
                TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "drain.window", "1h", "timeouts.shutdown", "4s")) {
            RawWebSocket first = gateway.client();
            RawWebSocket second = gateway.client();
            gateway.gateway().drain(CloseCode.GOING_AWAY);
            CompletableFuture<Void> stopped = stopped(gateway);
            requireAppointment(first, 3_600_000);
            requireAppointment(second, 3_600_000);

            first.close();
            second.requireQuiet();
            assertThat(stopped).isNotDone();
            second.close();

            stopped.get(8, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoClosesTheGatewayMeanwhileEndsItAtOnceWith1001() throws Exception {
        try (TestGateway gateway =
                TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "drain.window", "1h", "timeouts.shutdown", "10m")) {
            RawWebSocket client = gateway.client();
            RawWebSocket deaf = gateway.client();
            gateway.gateway().drain(CloseCode.SERVICE_RESTART);
            CompletableFuture<Void> stopped = stopped(gateway);
            requireAppointment(client, 3_600_000);

            CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway.gateway()::close);

            assertThat(client.readClose()).isEqualTo(1001);
            // One that does not answer keeps nobody waiting.
            stopped.get(8, TimeUnit.SECONDS);
            closed.get(8, TimeUnit.SECONDS);
            requireAppointment(deaf, 3_600_000);
        }
    }

    @Test
    void withoutAWindowEverybodyIsClosedAtOnce() throws Exception {
        try (TestGateway gateway =
                TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "drain.window", "0s", "timeouts.shutdown", "4s")) {
            RawWebSocket client = gateway.client();

            gateway.gateway().drain(CloseCode.GOING_AWAY);

            assertThat(client.readClose()).isEqualTo(1001);
            stopped(gateway).get(8, TimeUnit.SECONDS);
        }
    }
}
