package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.time.SystemClock;
import io.tickgate.core.transport.websocket.ClientFrames;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Wiring.class)
class CommandsTest {
    @Parameter
    Wiring wiring;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(wiring);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aPingIsAnsweredAndItsIdComesBackInItsOwnType() {
        RawWebSocket client = gateway.client();

        assertThat(client.ask("{\"type\":\"ping\"}"))
                .containsEntry("type", "pong")
                .containsKey("timestamp")
                .doesNotContainKey("id");
        assertThat(client.ask("{\"type\":\"ping\",\"id\":1}")).containsEntry("id", 1L);
        assertThat(client.ask("{\"type\":\"ping\",\"id\":\"1\"}")).containsEntry("id", "1");
        assertThat(client.ask("{\"id\":9007199254740991,\"type\":\"ping\",\"more\":[{}]}"))
                .containsEntry("id", 9007199254740991L);
        String longest = "图".repeat(64);
        assertThat(client.ask("{\"type\":\"ping\",\"id\":\"" + longest + "\"}")).containsEntry("id", longest);
    }

    @Test
    void aPingWithItsTimeComesBackWithTheGatewaysTimes() {
        RawWebSocket client = gateway.client();
        long before = micros();

        Map<String, Object> pong = client.ask("{\"type\":\"ping\",\"t0\":9007199254740991,\"id\":1}");

        long t1 = (Long) pong.get("t1");
        long t2 = (Long) pong.get("t2");
        assertThat(pong)
                .containsOnlyKeys("type", "t0", "t1", "t2", "timestamp", "id")
                .containsEntry("t0", 9007199254740991L);
        assertThat(List.of(before, t1, t2, micros())).isSorted();
        assertThat(client.ask("{\"type\":\"ping\",\"t0\":0}")).containsEntry("t0", 0L);
        assertThat(client.ask("{\"type\":\"ping\",\"t0\":null}")).containsOnlyKeys("type", "timestamp");
    }

    private static long micros() {
        return new SystemClock().epochMicros();
    }

    @Test
    void aSubscriberGetsWhatIsPublishedWithItsEnvelope() {
        RawWebSocket client = gateway.client();

        Map<String, Object> confirmed =
                client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:0700.HK\",\"id\":2}");
        Map<String, Object> published = gateway.broadcast(
                "market_data:0700.HK", "{\"type\":\"quote\",\"price\":45.50,\"big\":9007199254740993}");
        String text = client.read().text();

        assertThat(confirmed)
                .containsEntry("type", "subscription_confirmed")
                .containsEntry("channel", "market_data:0700.HK")
                .containsEntry("offset", 0L)
                .containsEntry("id", 2L)
                .containsKeys("epoch", "timestamp")
                .doesNotContainKey("recovered");
        assertThat(published)
                .containsEntry("success", true)
                .containsEntry("channel", "market_data:0700.HK")
                .containsEntry("recipient_count", 1L)
                .containsEntry("offset", 1L)
                .containsKey("timestamp");
        assertThat(Json.object(text))
                .containsEntry("type", "quote")
                .containsEntry("channel", "market_data:0700.HK")
                .containsEntry("offset", 1L)
                .containsKey("timestamp");
        assertThat(Json.object(text).get("server_time")).isInstanceOf(BigDecimal.class);
        assertThat(text).as("numbers pass through untouched").contains("\"price\":45.50", "9007199254740993");
    }

    @Test
    void aFamilyBringsEveryMemberOnceEvenBesideTheMemberItself() {
        RawWebSocket client = gateway.client();
        client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:a\"}");
        client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
        client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");
        client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:b\"}");

        assertThat(gateway.broadcast("market_data:a", "{\"n\":1}")).containsEntry("recipient_count", 1L);
        assertThat(gateway.broadcast("market_data:b", "{\"n\":2}")).containsEntry("recipient_count", 1L);
        assertThat(gateway.broadcast("market_data:c", "{\"n\":3}")).containsEntry("recipient_count", 1L);
        assertThat(gateway.broadcast("market_data", "{\"n\":4}")).containsEntry("recipient_count", 1L);

        assertThat(client.readJson(4))
                .extracting(message -> message.get("n"))
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        client.requireQuiet();
    }

    @Test
    void aListIsConfirmedByOneAnswerInTheOrderOfTheList() {
        RawWebSocket client = gateway.client();
        gateway.broadcast("market_data:b", "{}");

        Map<String, Object> confirmed = client.ask(
                "{\"type\":\"subscribe\",\"channels\":[\"notifications\",\"market_data:b\",\"market_data:a\"],\"id\":\"l\"}");

        assertThat(confirmed).containsEntry("type", "subscription_confirmed").containsEntry("id", "l");
        assertThat(Json.children(confirmed, "channels"))
                .extracting(position -> position.get("channel"))
                .containsExactly("notifications", "market_data:b", "market_data:a");
        assertThat(Json.children(confirmed, "channels"))
                .extracting(position -> position.get("offset"))
                .containsExactly(0L, 1L, 0L);
        client.requireQuiet();
    }

    @Test
    void aListWithOneBadNameSubscribesToNothing() {
        RawWebSocket client = gateway.client();

        Map<String, Object> error =
                client.ask("{\"type\":\"subscribe\",\"channels\":[\"market_data\",\"nope\"],\"id\":1}");

        assertThat(error)
                .containsEntry("code", "unknown_channel")
                .containsEntry("field", "channels[1]")
                .containsEntry("id", 1L);
        assertThat(gateway.broadcast("market_data", "{}")).containsEntry("recipient_count", 0L);
        client.requireQuiet();
    }

    @Test
    void afterUnsubscribingNothingComesAnyMore() {
        RawWebSocket client = gateway.client();
        client.ask("{\"type\":\"subscribe\",\"channels\":[\"market_data\",\"market_data:a\",\"notifications\"]}");

        assertThat(client.ask("{\"type\":\"unsubscribe\",\"channel\":\"market_data\",\"id\":5}"))
                .containsEntry("type", "unsubscription_confirmed")
                .containsEntry("channel", "market_data")
                .containsEntry("id", 5L);
        gateway.broadcast("market_data:b", "{\"n\":1}");
        gateway.broadcast("market_data:a", "{\"n\":2}");
        assertThat(client.readJson()).as("the member stays").containsEntry("n", 2L);
        assertThat(client.ask("{\"type\":\"unsubscribe\",\"channels\":[\"market_data:a\",\"notifications\"]}"))
                .containsEntry("channels", List.of("market_data:a", "notifications"));
        gateway.broadcast("market_data:a", "{\"n\":3}");
        gateway.broadcast("notifications", "{\"n\":4}");
        client.requireQuiet();
    }

    @Test
    void aChartIsSubscribedByItsSymbol() {
        RawWebSocket client = gateway.client();

        assertThat(client.ask("{\"type\":\"subscribe_chart\",\"symbol\":\"0700.HK\",\"id\":\"c1\"}"))
                .containsEntry("type", "subscription_confirmed")
                .containsEntry("channel", "chart_updates:0700.HK")
                .containsEntry("symbol", "0700.HK")
                .containsEntry("id", "c1");
        assertThat(gateway.broadcast("chart_updates:0700.HK", "{}")).containsEntry("recipient_count", 1L);
        assertThat(client.readJson())
                .containsEntry("channel", "chart_updates:0700.HK")
                .containsEntry("type", "message");
        assertThat(client.ask("{\"type\":\"unsubscribe_chart\",\"symbol\":\"0700.HK\"}"))
                .containsEntry("type", "unsubscription_confirmed")
                .containsEntry("channel", "chart_updates:0700.HK")
                .containsEntry("symbol", "0700.HK");
    }

    @Test
    void aClientPublishesToOthersAndToItself() {
        RawWebSocket publisher = gateway.client();
        RawWebSocket other = gateway.client();
        publisher.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:x\"}");
        other.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");

        publisher.text("{\"type\":\"publish\",\"channel\":\"market_data:x\",\"message\":{\"n\":1},\"id\":\"p\"}");

        List<Map<String, Object>> own = publisher.readJson(2);
        assertThat(own)
                .anySatisfy(answer -> assertThat(answer)
                        .containsEntry("type", "publish_confirmed")
                        .containsEntry("channel", "market_data:x")
                        .containsEntry("offset", 1L)
                        .containsEntry("recipient_count", 2L)
                        .containsEntry("id", "p"));
        assertThat(own)
                .anySatisfy(
                        message -> assertThat(message).containsEntry("n", 1L).containsEntry("offset", 1L));
        assertThat(other.readJson()).containsEntry("n", 1L).containsEntry("offset", 1L);
    }

    @Test
    void theExcludedConnectionGetsNothing() {
        RawWebSocket excluded = gateway.unopened(0);
        excluded.handshake();
        String id = (String) excluded.readJson().get("connection_id");
        RawWebSocket other = gateway.client();
        excluded.ask("{\"type\":\"subscribe\",\"channels\":[\"market_data:x\",\"market_data\"]}");
        other.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:x\"}");

        gateway.broadcast("market_data:x", "{\"n\":1}", id);
        gateway.broadcast("market_data:x", "{\"n\":2}");

        assertThat(other.readJson(2)).extracting(message -> message.get("n")).containsExactly(1L, 2L);
        assertThat(excluded.readJson()).containsEntry("n", 2L);
        excluded.requireQuiet();
    }

    @Test
    void answersComeInTheOrderOfTheCommandsHoweverManyAreSentAtOnce() {
        RawWebSocket client = gateway.client();
        StringBuilder expected = new StringBuilder();
        byte[][] commands = new byte[300][];
        for (int i = 0; i < commands.length; i++) {
            String command = switch (i % 5) {
                case 0 -> "{\"type\":\"ping\",\"id\":" + i + "}";
                case 1 -> "{\"type\":\"subscribe\",\"channel\":\"market_data:" + i + "\",\"id\":" + i + "}";
                case 2 ->
                    "{\"type\":\"publish\",\"channel\":\"notifications:" + i + "\",\"message\":{},\"id\":" + i + "}";
                case 3 -> "{\"type\":\"nope\",\"id\":" + i + "}";
                default -> "{\"type\":\"unsubscribe\",\"channel\":\"market_data:" + i + "\",\"id\":" + i + "}";
            };
            commands[i] = ClientFrames.text(command);
            expected.append(i).append(' ');
        }

        client.send(commands);

        StringBuilder answered = new StringBuilder();
        client.readJson(commands.length)
                .forEach(answer -> answered.append(answer.get("id")).append(' '));
        assertThat(answered).hasToString(expected.toString());
    }

    @Test
    void theSubscriptionAfterTheLastIsRefusedAndTheOthersStay() {
        try (TestGateway small = TestGateway.start(wiring, "limits.max-subscriptions", "2")) {
            RawWebSocket client = small.client();
            client.ask("{\"type\":\"subscribe\",\"channels\":[\"market_data:1\",\"market_data:2\"]}");

            assertThat(client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:3\",\"id\":3}"))
                    .containsEntry("type", "error")
                    .containsEntry("code", "too_many_subscriptions")
                    .containsEntry("command", "subscribe")
                    .containsEntry("id", 3L);
            assertThat(client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:2\"}"))
                    .as("one that is there already takes no place")
                    .containsEntry("type", "subscription_confirmed");
            assertThat(small.broadcast("market_data:1", "{}")).containsEntry("recipient_count", 1L);
        }
    }

    @Test
    void anAddressThatMayNotPublishIsToldSo() {
        try (TestGateway closed = TestGateway.start(wiring, "ingest.allowed-addresses", "192.0.2.0/24")) {
            RawWebSocket client = closed.client();

            assertThat(client.ask("{\"type\":\"publish\",\"channel\":\"market_data\",\"message\":{},\"id\":1}"))
                    .containsEntry("code", "forbidden")
                    .containsEntry("id", 1L);
        }
    }
}
