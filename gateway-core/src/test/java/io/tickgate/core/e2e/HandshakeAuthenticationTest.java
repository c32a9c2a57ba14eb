package io.tickgate.core.e2e;

import static io.tickgate.core.e2e.AuthScene.ALL;
import static io.tickgate.core.e2e.AuthScene.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.auth.ApiKeys;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeAuthenticationTest {
    private static final String SUBSCRIBE = "{\"type\":\"subscribe\",\"channel\":\"market_data\",\"id\":1}";

    private static RawWebSocket client(AuthScene scene) {
        return scene.gateway().unopened(0);
    }

    @ParameterizedTest
    @EnumSource(Wiring.class)
    void aBearerTokenOpensWhatItGrants(Wiring wiring) {
        try (AuthScene scene = new AuthScene(wiring)) {
            RawWebSocket client = scene.client(token("alice", 100, "\"subscribe\":\"market_data\""));

            assertThat(client.ask(SUBSCRIBE)).containsEntry("type", "subscription_confirmed");
            assertThat(client.ask("{\"type\":\"subscribe\",\"channel\":\"notifications\",\"id\":2}"))
                    .containsEntry("code", "forbidden")
                    .containsEntry("field", "channel")
                    .containsEntry("id", 2L);
            assertThat(client.ask("{\"type\":\"publish\",\"channel\":\"market_data\",\"message\":{}}"))
                    .containsEntry("code", "forbidden");
        }
    }

    @Test
    void aSubprotocolCarriesTheTokenAndIsNeverEchoed() {
        try (AuthScene scene = new AuthScene()) {
            String token = token("alice", 100, ALL);

            HttpAnswer beside =
                    client(scene).handshake("Sec-WebSocket-Protocol: gateway.auth." + token + ", gateway.v1.msgpack");
            HttpAnswer alone = client(scene).handshake("Sec-WebSocket-Protocol: gateway.auth." + token);

            assertThat(beside.status()).isEqualTo(101);
            assertThat(beside.header("Sec-WebSocket-Protocol")).isEqualTo("gateway.v1.msgpack");
            assertThat(alone.status()).isEqualTo(101);
            assertThat(alone.header("Sec-WebSocket-Protocol")).isNull();
            assertThat(beside.headers()).noneMatch(line -> line.contains(token));
        }
    }

    @Test
    void aForeignClientComesInByHeaderAndBySubprotocol() throws Exception {
        try (AuthScene scene = new AuthScene()) {
            String token = token("alice", 100, ALL);
            WebSocket.Builder byHeader =
                    HttpClient.newHttpClient().newWebSocketBuilder().header("Authorization", "Bearer " + token);
            WebSocket.Builder bySubprotocol = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("gateway.v1.json", "gateway.auth." + token);

            for (WebSocket.Builder builder : new WebSocket.Builder[] {byHeader, bySubprotocol}) {
                Texts texts = new Texts();
                WebSocket socket = builder.buildAsync(scene.gateway().webSocketUri(), texts)
                        .get(8, TimeUnit.SECONDS);
                socket.sendText(SUBSCRIBE, true).get(8, TimeUnit.SECONDS);

                assertThat(texts.second.get(8, TimeUnit.SECONDS)).contains("subscription_confirmed");
                socket.abort();
            }
        }
    }

    /** Takes the second text, which follows the welcome. */
    private static final class Texts implements WebSocket.Listener {
        final CompletableFuture<String> second = new CompletableFuture<>();
        private int count;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            count++;
            if (count == 2) {
                second.complete(data.toString());
            }
            socket.request(1);
            return null;
        }
    }

    @Test
    void theQueryCarriesATokenWhereNothingElseCan() {
        try (AuthScene scene = new AuthScene()) {
            assertThat(client(scene)
                            .handshakeWith("token=" + token("alice", 100, ALL) + "&user_id=alice")
                            .status())
                    .isEqualTo(101);
            assertThat(client(scene)
                            .handshakeWith("token=" + token("alice", -100, ALL))
                            .status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer not-a-token-at-all-nor-a-key",
                "Bearer a.b.c",
                "Bearer ",
                "Basic YWxpY2U6c2VjcmV0",
                "EXPIRED",
                "FORGED"
            })
    void aBadTokenIsRefusedBeforeTheUpgradeAndTheAnswerDoesNotSayWhy(String kind) {
        try (AuthScene scene = new AuthScene()) {
            String value = switch (kind) {
                case "EXPIRED" -> "Bearer " + token("alice", -100, ALL);
                case "FORGED" -> "Bearer " + token("alice", 100, ALL).replaceFirst("\\.[^.]*$", ".AAAA");
                default -> kind;
            };

            HttpAnswer answer = client(scene).handshake("Authorization: " + value);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"gateway\", error=\"invalid_token\"");
            assertThat(answer.json())
                    .containsEntry("code", "unauthorized")
                    .containsEntry("detail", "what was shown is not accepted");
            assertThat(scene.log()).anyMatch(line -> line.startsWith("bearer token refused rule="));
        }
    }

    @Test
    void theLogNamesTheRule() {
        try (AuthScene scene = new AuthScene("auth.issuer", "me", "auth.audience", "us")) {
            client(scene).handshake("Authorization: Bearer " + token("alice", -100, "\"iss\":\"me\",\"aud\":\"us\""));
            client(scene).handshake("Authorization: Bearer " + token("alice", 100, "\"iss\":\"you\""));
            client(scene).handshake("Authorization: Bearer " + token("alice", 100, "\"iss\":\"me\",\"aud\":\"them\""));
            client(scene)
                    .handshake("Authorization: Bearer "
                            + token("alice", 100, "\"iss\":\"me\",\"aud\":\"us\",\"subscribe\":5"));

            assertThat(scene.log().filter(line -> line.contains("refused")))
                    .containsExactly(
                            "bearer token refused rule=it has expired client=127.0.0.1",
                            "bearer token refused rule=its issuer is not auth.issuer client=127.0.0.1",
                            "bearer token refused rule=its audience is none of auth.audience client=127.0.0.1",
                            "bearer token refused rule=a claim is missing or is not what it must be: "
                                    + "\"subscribe\" must be a text or a list of texts client=127.0.0.1");
        }
    }

    @Test
    void twoThingsAtOnceAreNotGuessedAbout() {
        try (AuthScene scene = new AuthScene()) {
            String token = token("alice", 100, ALL);

            assertThat(client(scene)
                            .handshake("Authorization: Bearer " + token, "X-API-Key: tg_x")
                            .status())
                    .isEqualTo(401);
            assertThat(client(scene)
                            .handshake("Authorization: Bearer " + token, "Authorization: Bearer " + token)
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void aTokenCannotNameAnotherUser() {
        try (AuthScene scene = new AuthScene()) {
            String query = "&token=" + token("alice", 100, ALL + ",\"admin\":true");

            HttpAnswer other = client(scene).handshakeWith("user_id=bob" + query);

            assertThat(other.status()).isEqualTo(403);
            assertThat(other.json()).containsEntry("code", "forbidden");
            assertThat(client(scene).handshakeWith("user_id=alice" + query).status())
                    .isEqualTo(101);
        }
    }

    @Test
    void whoShowsNothingMayAuthenticateOnTheSocket() {
        try (AuthScene scene = new AuthScene()) {
            RawWebSocket client = scene.gateway().client();

            assertThat(client.ask(SUBSCRIBE))
                    .containsEntry("code", "unauthorized")
                    .containsEntry("id", 1L);
            assertThat(client.ask("{\"type\":\"ping\"}")).containsEntry("type", "pong");
            assertThat(client.ask("{\"type\":\"authenticate\",\"token\":\"x.y.z\",\"id\":2}"))
                    .containsEntry("code", "unauthorized")
                    .containsEntry("field", "token")
                    .containsEntry("command", "authenticate")
                    .containsEntry("id", 2L);
            Map<String, Object> answer = client.ask(
                    "{\"type\":\"authenticate\",\"token\":\"" + token("alice", 100, ALL) + "\",\"id\":\"a\"}");
            assertThat(answer)
                    .containsEntry("type", "authenticated")
                    .containsEntry("user_id", "alice")
                    .containsEntry("id", "a")
                    .containsKeys("expires_at", "resume_token", "timestamp");
            assertThat(client.ask(SUBSCRIBE)).containsEntry("type", "subscription_confirmed");
        }
    }

    @Test
    void whoShowsNothingInTimeIsSentAwayAndWhoIsSilentThereToo() {
        try (AuthScene scene = new AuthScene("timeouts.authenticate", "200ms")) {
            assertThat(scene.gateway().client().readClose()).isEqualTo(4500);
        }
    }

    @Test
    void aTokenThatEndsIsWarnedOfAndEndsTheConnection() {
        try (AuthScene scene = new AuthScene("auth.expiry-warning", "10s")) {
            RawWebSocket client = scene.client(token("alice", 2, ALL));

            assertThat(client.readJson())
                    .containsEntry("type", "token_expiring")
                    .containsKey("expires_at");
            assertThat(client.readClose()).isEqualTo(4003);
        }
    }

    @Test
    void anApiKeyComesInByBothHeadersAndHasNoUser() {
        String key = "tg_0123456789";
        String line = "feed sha256:" + ApiKeys.sha256(key) + " publish:market_data subscribe";
        try (AuthScene scene = new AuthScene("auth.api-keys", line)) {
            RawWebSocket byKey = scene.gateway().client("X-API-Key: " + key);
            RawWebSocket byBearer = scene.gateway().client("Authorization: bearer " + key);

            assertThat(byKey.ask("{\"type\":\"subscribe\",\"channel\":\"notifications\"}"))
                    .containsEntry("type", "subscription_confirmed")
                    .doesNotContainKey("user_channel");
            assertThat(byBearer.ask("{\"type\":\"publish\",\"channel\":\"market_data:x\",\"message\":{}}"))
                    .containsEntry("type", "publish_confirmed");
            assertThat(byBearer.ask("{\"type\":\"publish\",\"channel\":\"notifications\",\"message\":{}}"))
                    .containsEntry("code", "forbidden")
                    .containsEntry("field", "channel");
            assertThat(client(scene).handshake("X-API-Key: " + key + "x").status())
                    .isEqualTo(401);
        }
    }

    @Test
    void whoFailsTooOftenIsNotLookedAtForAWhile() {
        try (AuthScene scene = new AuthScene("limits.auth-failures-per-minute", "3")) {
            for (int i = 0; i < 3; i++) {
                assertThat(client(scene)
                                .handshake("Authorization: Bearer a.b.c")
                                .status())
                        .isEqualTo(401);
            }

            HttpAnswer answer = client(scene).handshake("Authorization: Bearer " + token("alice", 100, ALL));

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.json()).containsEntry("code", "rate_limited");
            assertThat(answer.header("Retry-After")).isEqualTo("5");
        }
    }

    @Test
    void aGatewayThatAsksForNothingTakesNoNoticeOfTokens() {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_ONE_LOOP)) {
            assertThat(gateway.client("Authorization: Bearer nonsense", "X-API-Key: x")
                            .ask(SUBSCRIBE))
                    .containsEntry("type", "subscription_confirmed");
        }
    }
}
