package io.tickgate.core.e2e;

import static io.tickgate.core.e2e.AuthScene.ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tickgate.core.Gateway;
import io.tickgate.core.auth.TestTokens;
import io.tickgate.core.auth.TestTokens.Signer;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys where real issuers keep them: in files, and behind HTTP. */
class KeyRotationTest {
    private static final Signer OLD = Signer.rsa("2026-1");
    private static final Signer NEW = Signer.ec("2026-2");
    private static final String STATUS = "/api/v1/websocket/status";

    @TempDir
    private Path directory = Path.of("");

    private HttpServer issuer;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile String published = TestTokens.jwks(OLD);
    private volatile CountDownLatch mayAnswer = new CountDownLatch(0);

    @BeforeEach
    void startIssuer() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            byte[] body = published.getBytes(StandardCharsets.UTF_8);
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.createContext("/away", exchange -> {
            exchange.getResponseHeaders().add("Location", "/keys");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        issuer.start();
    }

    @AfterEach
    void stopIssuer() {
        mayAnswer.countDown();
        issuer.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + issuer.getAddress().getPort() + path;
    }

    private static String token(Signer signer) {
        return signer.token(TestTokens.claims("alice", System.currentTimeMillis() / 1_000 + 60, ALL));
    }

    private static int status(AuthScene scene, Signer signer) {
        return scene.get(STATUS, token(signer)).statusCode();
    }

    @Test
    void anIssuersKeysAreFetchedAndItsNewOnesWhenATokenNamesThem() {
        try (AuthScene scene = new AuthScene("auth.jwks-url", url("/keys"))) {
            assertThat(status(scene, OLD)).isEqualTo(200);
            assertThat(status(scene, OLD)).isEqualTo(200);
            assertThat(fetches).hasValue(1);

            published = TestTokens.jwks(NEW);
            RawWebSocket client = scene.client(token(NEW));

            assertThat(client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}"))
                    .containsEntry("type", "subscription_confirmed");
            assertThat(status(scene, NEW)).isEqualTo(200);
            assertThat(status(scene, OLD)).isEqualTo(401);
            assertThat(fetches.get()).isBetween(2, 3);
        }
    }

    @Test
    void aNewKeyIsFetchedForTheCommandToo() {
        try (AuthScene scene = new AuthScene("auth.jwks-url", url("/keys"))) {
            assertThat(status(scene, OLD)).isEqualTo(200);
            published = TestTokens.jwks(OLD, NEW);
            RawWebSocket client = scene.gateway().client();

            client.text("{\"type\":\"authenticate\",\"token\":\"" + token(NEW) + "\"}");
            client.text("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");

            assertThat(client.readJson()).containsEntry("type", "authenticated");
            assertThat(client.readJson()).containsEntry("type", "subscription_confirmed");
        }
    }

    @Test
    void nobodyElseWaitsForAnIssuerThatIsSlow() {
        mayAnswer = new CountDownLatch(1);
        try (AuthScene scene = new AuthScene(Wiring.EPOLL_ONE_LOOP, "auth.jwks-url", url("/keys"))) {
            RawWebSocket waiting = scene.gateway().unopened(0);
            waiting.send(RawWebSocket.upgradeRequest("Authorization: Bearer " + token(OLD)));

            assertThat(scene.get(STATUS, AuthScene.token("bob", 60, ALL)).statusCode())
                    .isEqualTo(200);
            assertThat(scene.client(AuthScene.token("bob", 60, ALL))
                            .ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}"))
                    .containsEntry("type", "subscription_confirmed");
            mayAnswer.countDown();

            assertThat(waiting.readHttp().status()).isEqualTo(101);
        }
    }

    @Test
    void withoutItsKeysNobodyIsBlamed() {
        issuer.stop(0);
        try (AuthScene scene = new AuthScene("auth.jwks-url", url("/keys"))) {
            var answer = scene.get(STATUS, token(OLD));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(scene.log()).anyMatch(line -> line.startsWith("keys cannot be had from http://127.0.0.1:"));
        }
    }

    @Test
    void aRedirectAndALargeAnswerAreNotFollowed() {
        try (AuthScene scene = new AuthScene("auth.jwks-url", url("/away"))) {
            assertThat(status(scene, OLD)).isEqualTo(503);
            assertThat(scene.log()).anyMatch(line -> line.endsWith("it answers 302"));
        }
        published = TestTokens.jwks(OLD) + " ".repeat(2_000);
        try (AuthScene scene = new AuthScene("auth.jwks-url", url("/keys"), "auth.jwks-max-bytes", "1KiB")) {
            assertThat(status(scene, OLD)).isEqualTo(503);
            assertThat(scene.log()).anyMatch(line -> line.endsWith("it is larger than auth.jwks-max-bytes"));
        }
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        mayAnswer = new CountDownLatch(1);
        try (AuthScene scene = new AuthScene("auth.jwks-url", url("/keys"), "auth.jwks-timeout", "200ms")) {
            assertThat(status(scene, OLD)).isEqualTo(503);
        }
    }

    @Test
    void aFileIsReadAgainWhenATokenNamesAKeyThatIsNotInIt() throws IOException {
        Path file = Files.writeString(directory.resolve("keys.json"), TestTokens.jwks(OLD));
        try (AuthScene scene = new AuthScene("auth.jwks-file", file.toString())) {
            assertThat(status(scene, OLD)).isEqualTo(200);

            Files.writeString(file, TestTokens.jwks(NEW));

            assertThat(status(scene, NEW)).isEqualTo(200);
            assertThat(status(scene, OLD)).isEqualTo(401);
        }
    }

    @Test
    void aPemFileHasKeysOfAllKinds() throws IOException {
        Signer edwards = Signer.ed25519("e");
        Path file = Files.writeString(directory.resolve("keys.pem"), OLD.pem() + NEW.pem() + edwards.pem());
        try (AuthScene scene = new AuthScene("auth.public-key-file", file.toString())) {
            for (Signer signer : new Signer[] {OLD, NEW, edwards}) {
                assertThat(status(scene, signer)).isEqualTo(200);
            }
            assertThat(status(scene, Signer.rsa("2026-1"))).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth.jwks-file", "auth.public-key-file"})
    void aFileWithoutKeysIsAFaultOfTheConfiguration(String key) throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "{}");

        for (Path file : new Path[] {empty, directory.resolve("absent")}) {
            GatewayConfig config =
                    GatewayConfig.of(Map.of("server.port", "0", "auth.mode", "required", key, file.toString()));

            assertThatThrownBy(() -> Gateway.start(config).close())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(key + ": cannot be ");
        }
    }
}
