package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.websocket.ClientFrames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FanOutTest {
    @ParameterizedTest
    @EnumSource(Wiring.class)
    void oneConnectionOn500ChannelsGetsEachOfThemOnce(Wiring wiring) {
        try (TestGateway gateway = TestGateway.start(wiring)) {
            RawWebSocket client = gateway.client();
            RawWebSocket publisher = gateway.client();
            List<String> names =
                    IntStream.range(0, 500).mapToObj(i -> "market_data:" + i).toList();
            client.ask("{\"type\":\"subscribe\",\"channels\":[\"" + String.join("\",\"", names) + "\"]}");

            publisher.send(names.stream()
                    .map(name -> ClientFrames.text("{\"type\":\"publish\",\"channel\":\"" + name
                            + "\",\"message\":{\"name\":\"" + name + "\"}}"))
                    .toArray(byte[][]::new));

            assertThat(publisher.readJson(500))
                    .allSatisfy(answer -> assertThat(answer)
                            .containsEntry("type", "publish_confirmed")
                            .containsEntry("recipient_count", 1L)
                            .containsEntry("offset", 1L));
            Set<Object> received = new HashSet<>();
            client.readJson(500).forEach(message -> {
                assertThat(message.get("channel")).isEqualTo(message.get("name"));
                received.add(message.get("name"));
            });
            assertThat(received).hasSize(500);
            client.requireQuiet();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_TWO_LOOPS", "EPOLL_ONE_LOOP"})
    void twoHundredConnectionsGetEverythingOnceAndInOneOrderWhileTwoPublish(Wiring wiring) {
        int perPublisher = 50;
        try (TestGateway gateway = TestGateway.start(wiring, "limits.max-connections-per-ip", "300")) {
            List<RawWebSocket> subscribers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                subscribers.add(gateway.client());
                subscribers
                        .get(i)
                        .ask("{\"type\":\"subscribe\",\"channel\":\"market_data" + (i % 2 == 0 ? "" : ":x") + "\"}");
            }
            RawWebSocket publisher = gateway.client();

            CompletableFuture<Void> overHttp = CompletableFuture.runAsync(() -> {
                for (int n = 0; n < perPublisher; n++) {
                    assertThat(gateway.broadcast("market_data:x", "{\"by\":\"http\",\"n\":" + n + "}"))
                            .containsEntry("recipient_count", 200L);
                }
            });
            for (int n = 0; n < perPublisher; n++) {
                publisher.text("{\"type\":\"publish\",\"channel\":\"market_data:x\",\"message\":{\"by\":\"ws\",\"n\":"
                        + n + "}}");
            }
            assertThat(publisher.readJson(perPublisher))
                    .allSatisfy(answer -> assertThat(answer).containsEntry("recipient_count", 200L));
            overHttp.join();

            List<String> order = order(subscribers.get(0).readJson(2 * perPublisher));
            assertThat(order.stream().filter(line -> line.startsWith("http")))
                    .containsExactlyElementsOf(IntStream.range(0, perPublisher)
                            .mapToObj(n -> "http " + n)
                            .toList());
            assertThat(order.stream().filter(line -> line.startsWith("ws")))
                    .containsExactlyElementsOf(IntStream.range(0, perPublisher)
                            .mapToObj(n -> "ws " + n)
                            .toList());
            for (RawWebSocket subscriber : subscribers.subList(1, subscribers.size())) {
                assertThat(order(subscriber.readJson(2 * perPublisher))).isEqualTo(order);
                subscriber.requireQuiet();
            }
        }
    }

    /** Who published what, checked to be numbered 1, 2, 3, … */
    private static List<String> order(List<Map<String, Object>> messages) {
        List<String> order = new ArrayList<>();
        for (Map<String, Object> message : messages) {
            order.add(message.get("by") + " " + message.get("n"));
            assertThat(message).containsEntry("offset", (long) order.size());
        }
        return order;
    }
}
