package io.tickgate.core.e2e;

import static io.tickgate.core.e2e.AuthScene.ALL;
import static io.tickgate.core.e2e.AuthScene.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.http.RawHttpClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpAuthenticationTest {
    private static final String API = "/api/v1/websocket";
    private static final String BARS =
            "{\"update_type\":\"add\",\"data_points\":[{\"timestamp\":1,\"data_type\":\"trade\",\"value\":1}]}";

    private final AuthScene scene = new AuthScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private static void assertDenied(HttpResponse<String> answer, String pointer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(Json.object(answer.body())).containsEntry("code", "forbidden");
        if (pointer != null) {
            assertThat(answer.body()).contains("\"pointer\":\"" + pointer + '"');
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /broadcast, {}",
        "POST, /backtests/b/progress, {}",
        "DELETE, /backtests/b, ''",
        "POST, /charts/x/points, {}",
        "DELETE, /charts/x, ''",
        "GET, /charts/x/points, ''",
        "POST, /notifications, {}",
        "POST, /system-status, {}",
        "GET, /status, ''",
        "GET, /backtests, ''",
        "GET, /backtests/b, ''",
        "GET, /notifications, ''",
        "GET, /notifications/n, ''",
        "GET, /users/a/notification-preferences, ''",
        "PUT, /users/a/notification-preferences, {}",
    })
    void whoShowsNothingGetsNothingWhereverItComesFrom(String method, String path, String body) {
        HttpResponse<String> answer = scene.gateway().request(method, API + path, body);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"gateway\"");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Json.object(answer.body())).containsEntry("code", "unauthorized");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /broadcast, '{\"channel\":\"market_data\",\"message\":{}}', market_data, /channel",
        "POST, /backtests/b/progress, '{\"progress\":5}', backtest_progress:b, ",
        "DELETE, /backtests/b, '', backtest_progress:b, ",
        "POST, /charts/x/points, BARS, chart_updates:x, ",
        "DELETE, /charts/x, '', chart_updates:x, ",
        "POST, /notifications, '{\"type\":\"info\",\"title\":\"t\",\"message\":\"m\"}', notifications, ",
        "POST, /system-status, '{\"cpu_usage\":5}', system_status, ",
    })
    void publishingNeedsTheRightToItsChannel(String method, String path, String body, String channel, String pointer) {
        String text = body.equals("BARS") ? BARS : body;

        HttpResponse<String> reader = scene.send(method, API + path, text, token("a", 99, "\"subscribe\":[\"*\"]"));
        HttpResponse<String> other = scene.send(method, API + path, text, token("a", 99, "\"publish\":[\"other\"]"));
        HttpResponse<String> right =
                scene.send(method, API + path, text, token("a", 99, "\"publish\":[\"" + channel + "\"]"));

        assertDenied(reader, null);
        assertDenied(other, pointer);
        assertThat(right.statusCode()).as(right.body()).isIn(200, 201, 204, 404);
    }

    @ParameterizedTest
    @CsvSource({
        "/charts/x/points, history, chart_updates:x",
        "/backtests, subscribe, backtest_progress",
        "/backtests/b, subscribe, backtest_progress:b",
        "/notifications, history, notifications",
        "/notifications/n, history, notifications",
    })
    void readingNeedsTheRightToItsChannel(String path, String right, String channel) {
        HttpResponse<String> none = scene.get(API + path, token("a", 99, "\"publish\":[\"*\"]"));
        HttpResponse<String> has = scene.get(API + path, token("a", 99, "\"" + right + "\":[\"" + channel + "\"]"));

        assertDenied(none, null);
        assertThat(has.statusCode()).as(has.body()).isIn(200, 404);
    }

    @Test
    void everyLineOfAnUploadIsJudgedByItself() {
        String lines = """
                {"channel":"market_data:a","message":{}}
                {"channel":"notifications","message":{}}
                {"channel":"market_data:b","message":{}}
                """;

        HttpResponse<String> answer = scene.gateway()
                .request(
                        "POST",
                        API + "/publications",
                        lines,
                        "Content-Type",
                        "application/x-ndjson",
                        "Authorization",
                        "Bearer " + token("a", 99, "\"publish\":[\"market_data\"]"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.object(answer.body())).containsEntry("accepted", 2L);
        assertThat(Json.children(Json.object(answer.body()), "errors"))
                .singleElement()
                .satisfies(error -> assertThat(error).containsEntry("line", 2L).containsEntry("code", "forbidden"));
    }

    @Test
    void anUploadDoesNotOutliveItsToken() throws IOException {
        String token = token("alice", 2, ALL);
        RawWebSocket witness = scene.client(token);
        try (RawHttpClient upload = new RawHttpClient(scene.gateway().port())) {
            upload.send(RawHttpClient.head(
                            "POST " + API + "/publications",
                            "Content-Type: application/x-ndjson",
                            "Authorization: Bearer " + token,
                            "Transfer-Encoding: chunked")
                    + "\r\n");
            sendLine(upload);
            // Its connection ends by the same clock.
            assertThat(witness.readJson()).containsEntry("type", "token_expiring");
            assertThat(witness.readClose()).isEqualTo(4003);
            sendLine(upload);

            Map<String, Object> answer =
                    Json.object(upload.send("0\r\n\r\n").read().body());

            assertThat(answer).containsEntry("accepted", 1L);
            assertThat(Json.children(answer, "errors"))
                    .singleElement()
                    .satisfies(
                            error -> assertThat(error).containsEntry("line", 2L).containsEntry("code", "unauthorized"));
        }
    }

    private static void sendLine(RawHttpClient upload) throws IOException {
        String line = "{\"channel\":\"market_data:a\",\"message\":{}}\n";
        upload.send(Integer.toHexString(line.length()) + "\r\n" + line + "\r\n");
    }

    @Test
    void whatIsAnotherUsersIsAnAdministratorsMatter() {
        String alice = token("alice", 99, ALL);
        String admin = token("root", 99, ALL + ",\"admin\":true");

        for (String path : new String[] {"/notifications?user_id=bob", "/users/bob/notification-preferences"}) {
            assertDenied(scene.get(API + path, alice), "/user_id");
            assertThat(scene.get(API + path, admin).statusCode()).isEqualTo(200);
            assertThat(scene.get(API + path.replace("bob", "alice"), alice).statusCode())
                    .isEqualTo(200);
        }
        assertDenied(
                scene.send("PUT", API + "/users/bob/notification-preferences", "{\"mute_all\":true}", alice),
                "/user_id");
        assertThat(scene.send("PUT", API + "/users/alice/notification-preferences", "{\"mute_all\":true}", alice)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void ownNotificationsComeWithoutNamingOneself() {
        scene.post(
                API + "/notifications",
                "{\"type\":\"info\",\"title\":\"t\",\"message\":\"m\",\"user_id\":\"alice\"}",
                token("feed", 99, ALL));

        assertThat(scene.get(API + "/notifications", token("alice", 99, ALL)).body())
                .contains("\"title\":\"t\"");
        assertThat(scene.get(API + "/notifications", token("bob", 99, ALL)).body())
                .doesNotContain("\"title\":\"t\"");
    }

    @Test
    void theIdsOfConnectionsAreAnAdministratorsMatter() {
        String path = API + "/status?include=connections";
        scene.client(token("alice", 99, ALL));

        assertDenied(scene.get(path, token("alice", 99, ALL)), "/include");
        HttpResponse<String> answer = scene.get(path, token("root", 99, "\"admin\":true"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).containsPattern("\"connection_ids\":\\[\"[0-9a-f-]{36}\"\\]");
        assertThat(scene.get(API + "/status?include=all", token("root", 99, "\"admin\":true"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void healthIsForEverybodyAndTheStatusForWhoIsKnown() {
        assertThat(scene.gateway().request("GET", "/health/live", "").statusCode())
                .isEqualTo(200);
        assertThat(scene.gateway().request("GET", "/health/ready", "").statusCode())
                .isEqualTo(200);
        assertThat(scene.get(API + "/status", token("alice", 99, "")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBadTokenIsRefusedOnTheSameConnectionThatServesAGoodOne() {
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> bad = scene.get(API + "/status", "a.b.c");
            assertThat(bad.statusCode()).isEqualTo(401);
            assertThat(bad.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(value -> assertThat(value).contains("invalid_token"));
            assertThat(scene.get(API + "/status", token("alice", 99, "")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whoAsksForNothingLocallyIsTheOperator() {
        try (TestGateway open = TestGateway.start(Wiring.EPOLL_ONE_LOOP)) {
            open.client();
            assertThat(open.request("GET", API + "/status?include=connections", "")
                            .body())
                    .contains("connection_ids");
            assertThat(open.request("GET", API + "/status?include=connections", "", "X-Real-IP", "10.0.0.1")
                            .statusCode())
                    .isEqualTo(403);
        }
    }
}
