package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Coming back with everything in one message, over real sockets, also to a gateway that was started again. */
@ParameterizedClass
@EnumSource(Wiring.class)
class ResumeTest {
    private static final String KEY = "correct-horse-battery-staple-0123";

    @Parameter
    Wiring wiring;

    private final List<TestGateway> gateways = new ArrayList<>();

    @AfterEach
    void stop() {
        gateways.forEach(TestGateway::close);
    }

    private TestGateway start(String... settings) {
        TestGateway gateway = TestGateway.start(wiring, settings);
        gateways.add(gateway);
        return gateway;
    }

    /** A client before its welcome, of which everything hangs here. */
    private static RawWebSocket connect(TestGateway gateway, @Nullable String userId) {
        RawWebSocket client = gateway.unopened(0);
        int status = userId == null
                ? client.handshake().status()
                : client.handshakeWith("user_id=" + userId).status();
        assertThat(status).isEqualTo(101);
        return client;
    }

    private static String resume(Object token, String... subscriptions) {
        return "{\"type\":\"resume\",\"token\":\"" + token + "\",\"subscriptions\":[" + String.join(",", subscriptions)
                + "],\"id\":7}";
    }

    private static String since(String channel, Object epoch, long offset) {
        return "{\"channel\":\"" + channel + "\",\"since\":{\"epoch\":\"" + epoch + "\",\"offset\":" + offset + "}}";
    }

    @Test
    void aClientThatWasCutGetsWhatItMissedOfAllItsChannels() {
        TestGateway gateway = start();
        RawWebSocket before = connect(gateway, "u1");
        Map<String, Object> welcome = before.readJson();
        before.ask("{\"type\":\"subscribe\",\"channels\":[\"market_data:A\",\"market_data:B\"]}");
        before.vanish();
        gateway.broadcast("market_data:A", "{\"n\":1}");
        gateway.broadcast("market_data:B", "{\"n\":2}");
        gateway.broadcast("market_data:B", "{\"n\":3}");
        RawWebSocket after = connect(gateway, "u1");
        after.readJson();

        Object epoch = welcome.get("epoch");
        Map<String, Object> resumed = after.ask(resume(
                welcome.get("resume_token"),
                since("market_data:A", epoch, 0),
                since("market_data:B", epoch, 1),
                "{\"channel\":\"notifications\",\"options\":{\"snapshot\":true}}"));

        assertThat(resumed)
                .containsOnlyKeys("type", "channels", "timestamp", "id")
                .containsEntry("type", "resumed")
                .containsEntry("id", 7L);
        List<Map<String, Object>> lines = Json.children(resumed, "channels");
        assertThat(lines)
                .extracting(line -> line.get("channel"))
                .containsExactly("market_data:A", "market_data:B", "notifications", "user:u1");
        assertThat(lines.get(0))
                .containsOnlyKeys("channel", "epoch", "offset", "recovered")
                .containsEntry("offset", 1L)
                .containsEntry("recovered", true);
        assertThat(lines.get(2)).containsEntry("granted", Map.of("snapshot", false, "gapless", false));
        assertThat(after.readJson(2)).extracting(message -> message.get("n")).containsExactlyInAnyOrder(1L, 3L);
        gateway.broadcast("market_data:A", "{\"n\":4}");
        assertThat(after.readJson()).containsEntry("n", 4L).containsEntry("offset", 2L);
    }

    @Test
    void aGatewayThatIsStartedAgainWithItsKeyKnowsTheTokensOfTheRunBefore() {
        TestGateway first = start("auth.resume-key", KEY);
        Map<String, Object> welcome = connect(first, null).readJson();
        first.close();
        TestGateway second = start("auth.resume-key", KEY);
        second.broadcast("market_data:A", "{\"n\":5}");
        RawWebSocket client = connect(second, null);
        Map<String, Object> next = client.readJson();

        Map<String, Object> resumed =
                client.ask(resume(welcome.get("resume_token"), since("market_data:A", welcome.get("epoch"), 9)));

        assertThat(Json.children(resumed, "channels").get(0))
                .containsEntry("epoch", next.get("epoch"))
                .containsEntry("offset", 1L)
                .containsEntry("recovered", false)
                .containsEntry("reason", "epoch_changed");
        assertThat(client.readJson()).as("the newest value at once").containsEntry("n", 5L);
        assertThat(next.get("resume_token")).isNotEqualTo(welcome.get("resume_token"));
    }

    @Test
    void whatIsForgedOrOfAnotherKeyOrUserIsRefusedAndTheConnectionLivesOn() {
        TestGateway first = start();
        Object token = connect(first, null).readJson().get("resume_token");
        Object ofUser = connect(first, "u1").readJson().get("resume_token");
        RawWebSocket here = connect(first, null);
        here.readJson();
        RawWebSocket elsewhere = connect(start(), null);
        elsewhere.readJson();
        String subscription = "{\"channel\":\"market_data:A\"}";

        for (Map<String, Object> refused : List.of(
                elsewhere.ask(resume(token, subscription)),
                here.ask(resume(ofUser, subscription)),
                here.ask(resume(token + "x", subscription)))) {
            assertThat(refused)
                    .containsEntry("type", "error")
                    .containsEntry("code", "resume_refused")
                    .containsEntry("field", "token")
                    .containsEntry("command", "resume")
                    .containsEntry("id", 7L);
            assertThat(refused.toString()).doesNotContain(token.toString(), ofUser.toString());
        }
        assertThat(here.ask(resume(token, subscription))).containsEntry("type", "resumed");
        elsewhere.requireQuiet();
    }

    @Test
    void fiveHundredSubscriptionsFitIntoOneMessage() {
        TestGateway gateway = start();
        Map<String, Object> welcome = connect(gateway, null).readJson();
        RawWebSocket client = connect(gateway, null);
        client.readJson();
        String[] subscriptions = new String[500];
        for (int i = 0; i < subscriptions.length; i++) {
            subscriptions[i] = since("market_data:" + i, welcome.get("epoch"), 0);
        }

        Map<String, Object> resumed = client.ask(resume(welcome.get("resume_token"), subscriptions));

        assertThat(Json.children(resumed, "channels"))
                .hasSize(500)
                .allSatisfy(line -> assertThat(line).containsEntry("recovered", true));
        gateway.broadcast("market_data:499", "{\"n\":1}");
        assertThat(client.readJson()).containsEntry("n", 1L);
    }
}
