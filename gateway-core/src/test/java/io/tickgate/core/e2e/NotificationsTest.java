package io.tickgate.core.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.feed.notice.NotificationCenter.Notified;
import io.tickgate.protocol.message.VisibleText;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Wiring.class)
class NotificationsTest {
    private static final String PATH = "/api/v1/websocket/notifications";
    private static final String PREFERENCES = "/api/v1/websocket/users/u1/notification-preferences";
    /** The guide's own example, but for what the gateway sets. */
    private static final String GUIDE = "\"type\":\"backtest_completed\",\"title\":\"回测完成\","
            + "\"message\":\"回测任务 backtest_001 已完成\",\"priority\":\"HIGH\","
            + "\"metadata\":{\"task_id\":\"backtest_001\",\"result_summary\":{\"total_return\":15.670}},"
            + "\"action_url\":\"/backtest/result/backtest_001\",\"action_text\":\"查看结果\"";

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

    private static String guide(String id, String more) {
        return "{\"id\":\"" + id + "\"," + GUIDE + more + "}";
    }

    private HttpResponse<String> post(String body) {
        return gateway.request("POST", PATH, body);
    }

    private static Map<String, Object> json(HttpResponse<String> response) {
        return Json.object(response.body());
    }

    private static Map<String, Object> notificationOf(Map<String, Object> message) {
        return Json.child(message, "notification");
    }

    @Test
    void theGuidesNotificationReachesItsUserAndIsFoundWhereTheAnswerSays() {
        RawWebSocket client = gateway.clientOf("u1");
        Map<String, Object> confirmed = client.ask("{\"type\":\"subscribe\",\"channel\":\"notifications\"}");

        HttpResponse<String> created = post(guide("n%1/2", ",\"user_id\":\"u1\""));
        ServerFrame pushed = client.read();
        String location = created.headers().firstValue("location").orElseThrow();
        HttpResponse<String> found = gateway.request("GET", location, "");

        assertThat(confirmed).containsEntry("user_channel", "user:u1").containsEntry("user_offset", 0L);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(json(created))
                .containsEntry("success", true)
                .containsEntry("offset", 1L)
                .containsEntry("recipient_count", 1L)
                .containsKey("timestamp");
        assertThat(location).isEqualTo(PATH + "/n%251%2F2?user_id=u1");
        assertThat(json(found)).isEqualTo(notificationOf(json(created)));
        assertThat(pushed.json())
                .containsEntry("type", "notification")
                .containsEntry("channel", "user:u1")
                .containsEntry("offset", 1L)
                .containsKeys("timestamp", "server_time");
        assertThat(notificationOf(pushed.json()).keySet())
                .containsExactlyInAnyOrder(
                        "id",
                        "type",
                        "title",
                        "message",
                        "priority",
                        "metadata",
                        "action_url",
                        "action_text",
                        "timestamp");
        assertThat(pushed.text()).contains("\"total_return\":15.670", "\"title\":\"回测完成\"");
        assertThat(gateway.request("GET", PATH + "/n%251%2F2?user_id=u2", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whoWasAwayFindsWhatWasMissed() {
        post(guide("a", ""));
        post(guide("b", ",\"user_id\":\"u1\""));
        post(guide("c", ",\"user_id\":\"u2\""));
        RawWebSocket client = gateway.clientOf("u1");

        Map<String, Object> before = client.ask("{\"type\":\"get_notifications\",\"limit\":50,\"id\":1}");
        Map<String, Object> read =
                client.ask("{\"type\":\"mark_notification_read\",\"notification_id\":\"b\",\"id\":2}");
        Map<String, Object> after = client.ask("{\"type\":\"get_notifications\",\"id\":3}");

        assertThat(before).containsEntry("unread", 2L).containsEntry("id", 1L).doesNotContainKey("more");
        assertThat(Json.children(before, "notifications"))
                .extracting(line ->
                        line.get("id") + " " + line.get("read") + " " + line.get("read_at") + " " + line.get("user_id"))
                .containsExactly("b false null u1", "a false null null");
        assertThat(read)
                .containsEntry("type", "notification_read")
                .containsEntry("notification_id", "b")
                .containsKeys("read_at", "timestamp");
        assertThat(after).containsEntry("unread", 1L);
        assertThat(Json.children(after, "notifications").get(0))
                .containsEntry("read", true)
                .containsEntry("read_at", read.get("read_at"));
        assertThat(client.ask("{\"type\":\"mark_notification_read\",\"notification_id\":\"c\",\"id\":4}"))
                .containsEntry("code", "notification_not_found")
                .containsEntry("id", 4L);
        assertThat(Json.children(json(gateway.request("GET", PATH + "?limit=1&user_id=u1", "")), "notifications"))
                .extracting(line -> line.get("id"))
                .containsExactly("b");
        assertThat(Json.children(json(gateway.request("GET", PATH, "")), "notifications"))
                .extracting(line -> line.get("id"))
                .containsExactly("a");
    }

    @Test
    void anIdIsPublishedOnce() {
        RawWebSocket client = gateway.clientOf("u1");
        client.ask("{\"type\":\"subscribe\",\"channel\":\"notifications\"}");

        HttpResponse<String> first = post(guide("a", ""));
        HttpResponse<String> again = post(guide("a", ""));
        HttpResponse<String> other = post(guide("a", ",\"user_id\":\"u1\""));

        assertThat(List.of(first.statusCode(), again.statusCode(), other.statusCode()))
                .containsExactly(201, 200, 409);
        assertThat(notificationOf(json(again))).isEqualTo(notificationOf(json(first)));
        assertThat(json(again))
                .containsEntry("offset", json(first).get("offset"))
                .containsEntry("recipient_count", 0L);
        assertThat(json(other)).containsEntry("code", "duplicate_id");
        assertThat(Json.children(json(other), "errors").get(0)).containsEntry("pointer", "/id");
        assertThat(notificationOf(client.readJson())).containsEntry("id", "a");
        client.requireQuiet();
    }

    @Test
    void preferencesKeepNotificationsFromBeingPushedAndNotFromBeingKept() {
        RawWebSocket muted = gateway.clientOf("u1");
        RawWebSocket other = gateway.clientOf("u2");
        muted.ask("{\"type\":\"subscribe\",\"channel\":\"notifications\"}");
        other.ask("{\"type\":\"subscribe\",\"channel\":\"notifications\"}");

        HttpResponse<String> put = gateway.request("PUT", PREFERENCES, "{\"types\":{\"backtest_completed\":false}}");
        HttpResponse<String> got = gateway.request("GET", PREFERENCES, "");
        post(guide("a", ""));
        post(guide("b", ",\"user_id\":\"u1\""));

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(got.body())
                .isEqualTo(put.body())
                .isEqualTo("{\"mute_all\":false,\"quiet_hours_start\":null,\"quiet_hours_end\":null,"
                        + "\"types\":{\"backtest_completed\":false},\"time_zone\":null}");
        assertThat(notificationOf(other.readJson())).containsEntry("id", "a");
        muted.requireQuiet();
        assertThat(muted.ask("{\"type\":\"get_notifications\"}")).containsEntry("unread", 2L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "POST; /notifications; {oops; 400; invalid_json;",
                "POST; /notifications; []; 422; invalid_message;",
                "POST; /notifications; {\"type\":\"info\"}; 422; missing_field; /title",
                "POST; /notifications; {\"type\":\"\",\"title\":\"t\",\"message\":\"\"}; 422; invalid_field; /type",
                "GET; /notifications?limit=0; ''; 422; invalid_field; /limit",
                "GET; /notifications?limit=501; ''; 422; invalid_field; /limit",
                "GET; /notifications?limit=x; ''; 422; invalid_field; /limit",
                "GET; /notifications?user_id=a%20b; ''; 422; invalid_field; /user_id",
                "GET; /notifications/nope; ''; 404; notification_not_found;",
                "GET; /users/a%20b/notification-preferences; ''; 422; invalid_field; /user_id",
                "PUT; /users/u1/notification-preferences; {\"mute_all\":0}; 422; invalid_field; /mute_all",
                "PUT; /users/u1/notification-preferences; {\"types\":{\"a\":1}}; 422; invalid_field; /types/a",
                "DELETE; /notifications; ''; 405; method_not_allowed;"
            })
    void whatIsWrongIsSaidAndWhere(String method, String path, String body, int status, String code, String pointer) {
        HttpResponse<String> answer = gateway.request(method, "/api/v1/websocket" + path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer)).containsEntry("code", code);
        if (pointer == null) {
            assertThat(json(answer)).doesNotContainKey("errors");
        } else {
            assertThat(Json.children(json(answer), "errors").get(0)).containsEntry("pointer", pointer);
        }
    }

    @Test
    void aUserIdThatCannotBeIsToldTheWholeRule() {
        assertThat(gateway.request("GET", PATH + "?user_id=a%E2%80%8Bb", "").body())
                .contains("user_id", "1 to 128", VisibleText.RULE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a%20b", "a%C2%A0b", "a%E2%80%8Bb", "TOO_LONG"})
    void aUserIdThatCannotBeIsRefusedBeforeTheUpgrade(String userId) {
        HttpAnswer answer = gateway.unopened(0).handshakeWith("user_id=" + userId.replace("TOO_LONG", "x".repeat(129)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).containsEntry("code", "bad_request");
        assertThat((String) answer.json().get("detail")).contains("user_id", "1 to 128", VisibleText.RULE);
        assertThat(gateway.connections()).containsEntry("total_connections", 0L);
    }

    @Test
    void nobodyNamesTheTopicOfAUserAndTheStatusDoesNotShowIt() {
        RawWebSocket client = gateway.clientOf("u1");
        client.ask("{\"type\":\"subscribe\",\"channel\":\"notifications\"}");

        HttpResponse<String> broadcast =
                gateway.request("POST", "/api/v1/websocket/broadcast", "{\"channel\":\"user:u1\",\"message\":{}}");

        assertThat(json(broadcast)).containsEntry("code", "unknown_channel");
        assertThat(client.ask("{\"type\":\"subscribe\",\"channel\":\"user:u1\"}"))
                .containsEntry("code", "unknown_channel");
        assertThat(Json.child(gateway.connections(), "subscriptions"))
                .containsEntry("notifications", 1L)
                .doesNotContainKey("user");
    }

    @Test
    void anApplicationNotifiesFromWithin() throws Exception {
        RawWebSocket client = gateway.clientOf("u1");
        client.ask("{\"type\":\"subscribe\",\"channel\":\"notifications\"}");

        Notified notified = gateway.gateway()
                .notifications()
                .notify(guide("a", ",\"user_id\":\"u1\"").getBytes(UTF_8))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);

        assertThat(notified).isEqualTo(new Notified("a", 1, 1, true));
        assertThat(notificationOf(client.readJson())).containsEntry("id", "a");
    }
}
