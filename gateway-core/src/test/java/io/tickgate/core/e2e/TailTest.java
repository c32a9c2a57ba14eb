package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator's listener shows of a channel's publications, and of the families' figures. */
@Timeout(30)
class TailTest {
    private static final String CHANNEL = "market_data:0700.HK";

    private TestGateway gateway;
    private AdminClient admin;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "admin.listen", "127.0.0.1:0");
        admin = new AdminClient((InetSocketAddress) gateway.gateway().adminAddress());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Map<String, Object> tail(String query) {
        return admin.get("/admin/v1/channels/" + CHANNEL + "/tail" + query).json();
    }

    private static List<Object> offsets(Map<String, Object> tail) {
        return Json.children(tail, "publications").stream()
                .map(each -> each.get("offset"))
                .toList();
    }

    private static Map<String, Object> message(Map<String, Object> tail, int index) {
        return Json.object(
                (String) Json.children(tail, "publications").get(index).get("text"));
    }

    @Test
    void itShowsTheNewestAndThenWhatCameSince() {
        for (int i = 1; i <= 30; i++) {
            gateway.broadcast(CHANNEL, "{\"type\":\"quote\",\"last\":" + i + "}");
        }

        Map<String, Object> first = tail("");
        assertThat(first).containsEntry("offset", 30L).containsEntry("skipped", 10L);
        assertThat(offsets(first)).hasSize(20).startsWith(11L).endsWith(30L);
        assertThat(message(first, 19)).containsEntry("last", 30L).containsEntry("channel", CHANNEL);

        assertThat(offsets(tail("?after=30"))).isEmpty();
        gateway.broadcast(CHANNEL, "{\"type\":\"quote\",\"last\":31}");
        Map<String, Object> more = tail("?after=30");
        assertThat(offsets(more)).containsExactly(31L);
        assertThat(more).containsEntry("skipped", 0L);
        assertThat(offsets(tail("?after=28&limit=2"))).containsExactly(30L, 31L);
        // An offset of a run before: what there is.
        assertThat(offsets(tail("?after=99&limit=1"))).containsExactly(31L);
    }

    @Test
    void whatIsNobodysBusinessIsHidden() {
        gateway.broadcast(
                CHANNEL,
                "{\"type\":\"quote\",\"last\":15,\"api_key\":\"k1\",\"deep\":[{\"Access-Token\":{\"a\":[1]},\"open\":null}],\"ok\":true}");

        assertThat(message(tail(""), 0))
                .containsEntry("last", 15L)
                .containsEntry("api_key", "•••")
                .containsEntry("ok", true)
                .extractingByKey("deep")
                .asString()
                .contains("•••")
                .doesNotContain("1");
    }

    @Test
    void ofWhatIsOneUsersOwnNothingIsShownButThatItWas() {
        gateway.request(
                "POST",
                "/api/v1/websocket/notifications",
                "{\"type\":\"info\",\"title\":\"private\",\"message\":\"matter\",\"user_id\":\"ann\"}");

        HttpAnswer answer = admin.get("/admin/v1/channels/user:ann/tail");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("notification").doesNotContain("private", "matter");
    }

    @Test
    void aLargePublicationIsToldOfWithoutItsText() {
        gateway.broadcast(CHANNEL, "{\"type\":\"quote\",\"text\":\"" + "x".repeat(20_000) + "\"}");

        Map<String, Object> told = Json.children(tail(""), "publications").get(0);

        assertThat(told).containsEntry("text", null);
        assertThat((Long) told.get("bytes")).isGreaterThan(20_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?after=-1", "?after=x", "?after=99999999999999999", "?limit=0", "?limit=101"})
    void aWrongQueryIsNamed(String query) {
        gateway.broadcast(CHANNEL, "{}");

        assertThat(tail(query)).containsEntry("code", "invalid_field").containsKey("errors");
    }

    @Test
    void aChannelThatIsNotThereIsNotFound() {
        assertThat(admin.get("/admin/v1/channels/market_data:none/tail").status())
                .isEqualTo(404);
    }

    @Test
    void eachFamilyHasItsFigures() {
        RawWebSocket client = gateway.client();
        client.text("{\"type\":\"subscribe\",\"channel\":\"" + CHANNEL + "\"}");
        client.readJson();
        gateway.broadcast(CHANNEL, "{\"type\":\"quote\"}");
        client.readJson();

        Map<String, Object> family = Json.children(
                        admin.get("/admin/v1/families").json(), "families")
                .stream()
                .filter(each -> each.get("family").equals("market_data"))
                .findFirst()
                .orElseThrow();

        assertThat(family)
                .containsEntry("subscriptions", 1L)
                .containsEntry("publications", 1L)
                .containsEntry("deliveries", 1L)
                .containsEntry("drops", Map.of("conflated", 0L, "queue_bytes", 0L));
    }
}
