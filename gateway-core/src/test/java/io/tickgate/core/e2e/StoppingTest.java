package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.websocket.ClientFrames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to those who are in the middle of something when the gateway stops. */
class StoppingTest {
    private static final String BROADCAST = "/api/v1/websocket/broadcast";
    private static final String PUBLICATIONS = "/api/v1/websocket/publications";
    private static final String BODY = "{\"channel\":\"market_data:A\",\"message\":{\"n\":1}}";

    private static TestGateway start(Wiring wiring, String... settings) {
        return TestGateway.start(wiring, settings);
    }

    private static CompletableFuture<Void> stop(TestGateway gateway) {
        return CompletableFuture.runAsync(gateway.gateway()::close);
    }

    private static void awaitDraining(TestGateway gateway) {
        Awaitility.await()
                .until(() -> RawHttpClient.get(gateway.port(), "/health/ready").status() == 503);
    }

    private static void awaitRefused(TestGateway gateway) {
        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(() -> RawHttpClient.get(gateway.port(), "/health/live"))
                        .isInstanceOf(IOException.class));
    }

    private static RawHttpClient upload(TestGateway gateway) throws IOException {
        return new RawHttpClient(gateway.port())
                .send(RawHttpClient.head(
                                "POST " + PUBLICATIONS,
                                "Content-Type: application/x-ndjson",
                                "Transfer-Encoding: chunked")
                        + "\r\n");
    }

    private static void sendLine(RawHttpClient client) throws IOException {
        String line = BODY + "\n";
        client.send(Integer.toHexString(line.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + line + "\r\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
    void readinessTurnsFirstAndTheListenersOutliveItByTheDrainDelay(Wiring wiring) throws Exception {
        try (TestGateway gateway = start(wiring, "timeouts.drain-delay", "3s")) {
            RawWebSocket subscriber = gateway.client();
            subscriber.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");

            CompletableFuture<Void> stopped = stop(gateway);
            awaitDraining(gateway);

            RawHttpClient.Answer ready = RawHttpClient.get(gateway.port(), "/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.header("retry-after")).isNotEmpty();
            assertThat(RawHttpClient.get(gateway.port(), "/health/live").status())
                    .isEqualTo(200);
            HttpAnswer refused = gateway.unopened(0).handshake();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isNotNull();
            assertThat(gateway.broadcast("market_data", "{\"n\":1}")).containsEntry("recipient_count", 1L);
            assertThat(subscriber.readJson()).containsEntry("n", 1L);
            assertThat(stopped).isNotDone();

            awaitRefused(gateway);
            assertThat(subscriber.readClose()).isEqualTo(1001);
            stopped.get(8, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP"})
    void anUploadUnderWayEndsWithItsAnswerAndReachesItsSubscribers(Wiring wiring) throws Exception {
        try (TestGateway gateway = start(wiring, "timeouts.shutdown", "10s");
                RawHttpClient upload = upload(gateway)) {
            RawWebSocket subscriber = gateway.client();
            subscriber.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
            sendLine(upload);
            assertThat(subscriber.readJson()).containsEntry("n", 1L);

            CompletableFuture<Void> stopped = stop(gateway);
            awaitRefused(gateway);
            sendLine(upload);
            assertThat(subscriber.readJson()).containsEntry("n", 1L);
            RawHttpClient.Answer answer = upload.send("0\r\n\r\n").read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("\"accepted\":2,", "\"errors_total\":0");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(upload.isClosedByServer()).isTrue();
            assertThat(subscriber.readClose()).isEqualTo(1001);
            stopped.get(8, TimeUnit.SECONDS);
        }
    }

    @Test
    void anUploadThatDoesNotEndIsToldHowFarItCame() throws Exception {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS, "timeouts.shutdown", "1s");
                RawHttpClient upload = upload(gateway)) {
            RawWebSocket subscriber = gateway.client();
            subscriber.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
            sendLine(upload);
            assertThat(subscriber.readJson()).containsEntry("n", 1L);

            CompletableFuture<Void> stopped = stop(gateway);
            RawHttpClient.Answer answer = upload.read();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("5");
            assertThat(answer.body()).contains("unavailable", "of the first 1 lines 1 were accepted");
            assertThat(upload.isClosedByServer()).isTrue();
            upload.endOutput();
            assertThat(subscriber.readClose()).isEqualTo(1001);
            stopped.get(8, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBodyThatWasHalfReceivedIsServedAndWhatBeginsAfterwardsIsRefused() throws Exception {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS, "timeouts.shutdown", "10s");
                RawHttpClient halfBody = new RawHttpClient(gateway.port());
                RawHttpClient halfHead = new RawHttpClient(gateway.port());
                RawHttpClient idle = new RawHttpClient(gateway.port());
                RawHttpClient silent = new RawHttpClient(gateway.port())) {
            String request = RawHttpClient.posting(BROADCAST, "application/json", BODY);
            halfBody.send(request.substring(0, request.length() - 10));
            halfHead.send(request.substring(0, 20));
            assertThat(idle.send(request).read().status()).isEqualTo(200);
            // Both have been read once a later request of another connection on each loop is answered, twice over.
            for (int i = 0; i < 4; i++) {
                gateway.connections();
            }

            CompletableFuture<Void> stopped = stop(gateway);
            awaitRefused(gateway);

            for (RawHttpClient late : List.of(halfHead.send(request.substring(20)), idle.send(request))) {
                RawHttpClient.Answer refused = late.read();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("retry-after")).isEqualTo("5");
                assertThat(refused.header("connection")).isEqualTo("close");
            }
            assertThat(halfBody.send(request.substring(request.length() - 10))
                            .read()
                            .status())
                    .isEqualTo(200);
            halfHead.endOutput();
            idle.endOutput();
            // A connection that asks for nothing keeps nobody waiting.
            assertThat(silent.isClosedByServer()).isTrue();
            stopped.get(8, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBodyThatNeverComesIsAnsweredWhenNothingIsPublishedAnyMore() throws Exception {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS, "timeouts.shutdown", "1s");
                RawHttpClient halfBody = new RawHttpClient(gateway.port())) {
            String request = RawHttpClient.posting(BROADCAST, "application/json", BODY, "Expect: 100-continue");
            halfBody.send(request.substring(0, request.length() - 10));
            assertThat(halfBody.readHead().status()).isEqualTo(100);

            CompletableFuture<Void> stopped = stop(gateway);
            RawHttpClient.Answer answer = halfBody.read();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("5");
            halfBody.endOutput();
            stopped.get(8, TimeUnit.SECONDS);
        }
    }

    @Test
    void everyPublicationThatReachedASubscriberIsConfirmedBeforeThePublisherIsToldGoodbye() throws Exception {
        int commands = 3_000;
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS, "timeouts.shutdown", "10s")) {
            RawWebSocket subscriber = gateway.client();
            subscriber.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
            RawWebSocket publisher = gateway.client();
            for (int n = 1; n <= commands; n++) {
                publisher.text("{\"type\":\"publish\",\"id\":" + n + ",\"channel\":\"market_data:" + n % 7
                        + "\",\"message\":{\"n\":" + n + "}}");
            }
            assertThat(subscriber.readJson()).containsKey("n");

            CompletableFuture<Void> stopped = stop(gateway);
            int confirmed = countUntilClose(publisher, "publish_confirmed");
            int received = 1 + countUntilClose(subscriber, "message");

            assertThat(confirmed).isEqualTo(received);
            stopped.get(8, TimeUnit.SECONDS);
        }
    }

    private static int countUntilClose(RawWebSocket client, String type) {
        int count = 0;
        for (ServerFrame frame = client.read(); ; frame = client.read()) {
            if (frame.opcode() == ClientFrames.CLOSE) {
                assertThat(frame.closeCode()).isEqualTo(1001);
                client.send(ClientFrames.frame(ClientFrames.FIN | ClientFrames.CLOSE, frame.payload()));
                return count;
            }
            count += type.equals(frame.json().get("type")) ? 1 : 0;
        }
    }

    @Test
    void whatIsPublishedFromInsideAfterTheEndIsRefused() {
        TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS);
        gateway.close();

        CompletionStage<?> published =
                gateway.gateway().publisher().publish("market_data:A", "{}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> published.toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(PublishException.class)
                .hasMessageContaining("the gateway is stopping");
    }
}
