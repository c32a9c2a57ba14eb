package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.http.RawHttpClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The configurations under {@code config/nginx} and {@code config/haproxy}, in the programs that they are for. 127.0.0.1 is
 * the proxy and may publish, as it may by default; 127.0.0.3 may publish, too; 127.0.0.2 is a stranger.
 */
class RealProxyTest {
    private static final String STRANGER = "127.0.0.2";
    private static final String PUBLISHER = "127.0.0.3";
    private static final String API = "/api/v1/websocket/";
    private static final String PUBLICATION = "{\"channel\":\"market_data:P\",\"message\":{\"last\":1}}";

    /** The shipped configurations. */
    enum Shipped {
        NGINX(Wiring.EPOLL_TWO_LOOPS, "off"),
        HAPROXY(Wiring.EPOLL_TWO_LOOPS, "off"),
        HAPROXY_PASSING_TLS_ON(Wiring.TLS_OF_JAVA, "required");

        private final Wiring wiring;
        /** {@code server.proxy-protocol} */
        private final String proxyProtocol;

        Shipped(Wiring wiring, String proxyProtocol) {
            this.wiring = wiring;
            this.proxyProtocol = proxyProtocol;
        }

        TestGateway gateway(String... more) {
            Stream<String> common = Stream.of(
                    "server.trusted-proxies",
                    "127.0.0.1",
                    "ingest.allowed-addresses",
                    "127.0.0.1, " + PUBLISHER,
                    "server.proxy-protocol",
                    proxyProtocol);
            return TestGateway.start(
                    wiring, Stream.concat(common, Stream.of(more)).toArray(String[]::new));
        }

        RealProxy before(TestGateway gateway, Path directory) throws IOException {
            RealProxy proxy = switch (this) {
                case NGINX -> RealProxy.nginx(directory, gateway);
                case HAPROXY -> RealProxy.haproxy(directory, gateway);
                case HAPROXY_PASSING_TLS_ON -> RealProxy.haproxyByProxyProtocol(directory, gateway);
            };
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> exchange(proxy, STRANGER, RawHttpClient.head("GET /health/ready") + "\r\n") == 200);
            return proxy;
        }
    }

    @TempDir
    private Path directory = Path.of("");

    private static int exchange(RealProxy proxy, String client, String request) throws IOException {
        try (RawHttpClient socket = new RawHttpClient(proxy.connectFrom(client))) {
            return socket.send(request).read().status();
        }
    }

    private static String publication(String... fields) {
        return RawHttpClient.posting(API + "broadcast", "application/json", PUBLICATION, fields);
    }

    @ParameterizedTest
    @EnumSource(Shipped.class)
    void aWebSocketGoesThroughAndOnlyWhoMayPublishes(Shipped shipped) throws IOException {
        try (TestGateway gateway = shipped.gateway();
                RealProxy proxy = shipped.before(gateway, directory);
                RawWebSocket stranger = new RawWebSocket(proxy.connectFrom(STRANGER));
                RawWebSocket publisher = new RawWebSocket(proxy.connectFrom(PUBLISHER))) {
            stranger.open("Origin: https://localhost").ask("{\"type\":\"subscribe\",\"channel\":\"market_data:P\"}");
            publisher.open();

            assertThat(stranger.ask("{\"type\":\"publish\",\"channel\":\"market_data:P\",\"message\":{\"last\":1}}"))
                    .containsEntry("type", "error")
                    .containsEntry("code", "forbidden");
            assertThat(exchange(proxy, STRANGER, publication()))
                    .as("by a proxy on this machine")
                    .isEqualTo(403);
            for (String lie : new String[] {
                "X-Forwarded-For: " + PUBLISHER, "Forwarded: for=" + PUBLISHER, "X-Real-IP: " + PUBLISHER, "Via: 1.1 x"
            }) {
                assertThat(exchange(proxy, STRANGER, publication(lie))).as(lie).isEqualTo(403);
            }
            stranger.requireQuiet();

            assertThat(exchange(proxy, PUBLISHER, publication())).isEqualTo(200);
            assertThat(stranger.readJson()).containsEntry("offset", 1L);
            publisher.ask("{\"type\":\"publish\",\"channel\":\"market_data:P\",\"message\":{\"last\":2}}");
            assertThat(stranger.readJson()).containsEntry("offset", 2L);
        }
    }

    @ParameterizedTest
    @EnumSource(Shipped.class)
    void limitsPerAddressCountTheClientAndNotTheProxy(Shipped shipped) throws IOException {
        try (TestGateway gateway = shipped.gateway("limits.max-connections-per-ip", "1");
                RealProxy proxy = shipped.before(gateway, directory);
                RawWebSocket one = new RawWebSocket(proxy.connectFrom(STRANGER));
                RawWebSocket second = new RawWebSocket(proxy.connectFrom(STRANGER));
                RawWebSocket other = new RawWebSocket(proxy.connectFrom(PUBLISHER))) {
            one.open();

            assertThat(second.handshake().status()).isEqualTo(429);
            other.open().requireQuiet();
        }
    }

    @ParameterizedTest
    @EnumSource(Shipped.class)
    void anUploadGoesThroughLineByLine(Shipped shipped) throws IOException {
        try (TestGateway gateway = shipped.gateway();
                RealProxy proxy = shipped.before(gateway, directory);
                RawWebSocket subscriber = new RawWebSocket(proxy.connectFrom(STRANGER));
                RawHttpClient upload = new RawHttpClient(proxy.connectFrom(PUBLISHER))) {
            subscriber.open().ask("{\"type\":\"subscribe\",\"channel\":\"market_data:P\"}");
            upload.send(RawHttpClient.head("POST " + API + "publications") + "Content-Type: application/x-ndjson\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");

            for (long offset = 1; offset <= 3; offset++) {
                upload.send(Integer.toHexString(PUBLICATION.length() + 1) + "\r\n" + PUBLICATION + "\n\r\n");
                assertThat(subscriber.readJson()).containsEntry("offset", offset);
            }
            upload.send("0\r\n\r\n");

            assertThat(upload.read().body()).contains("\"accepted\":3");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Shipped.class,
            names = {"NGINX", "HAPROXY"})
    void plainHttpIsSentOnAndOnlyTheApiIsShown(Shipped shipped) throws IOException {
        try (TestGateway gateway = shipped.gateway();
                RealProxy proxy = shipped.before(gateway, directory);
                RawHttpClient plain = new RawHttpClient(proxy.connectPlain())) {
            RawHttpClient.Answer answer = plain.send(RawHttpClient.head("GET " + API + "status?x=1") + "\r\n")
                    .read();

            assertThat(answer.status()).isEqualTo(308);
            assertThat(answer.header("location")).isEqualTo("https://localhost" + API + "status?x=1");
            assertThat(exchange(proxy, STRANGER, RawHttpClient.head("GET " + API + "status") + "\r\n"))
                    .isEqualTo(200);
            assertThat(exchange(proxy, STRANGER, RawHttpClient.head("GET /health/live") + "\r\n"))
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Shipped.class,
            names = {"HAPROXY", "HAPROXY_PASSING_TLS_ON"})
    void aGatewayThatStopsIsTakenOutWhileItsClientsStay(Shipped shipped) throws Exception {
        try (TestGateway gateway = shipped.gateway("timeouts.drain-delay", "8s", "timeouts.shutdown", "1s");
                RealProxy proxy = shipped.before(gateway, directory);
                RawWebSocket client = new RawWebSocket(proxy.connectFrom(STRANGER))) {
            client.open();

            CompletableFuture<Void> stop = CompletableFuture.runAsync(gateway.gateway()::close);
            Awaitility.await().atMost(Duration.ofSeconds(7)).until(() -> isTakenOut(proxy));
            client.requireQuiet();

            assertThat(client.readClose()).isEqualTo(1001);
            stop.get(20, TimeUnit.SECONDS);
        }
    }

    /** With nobody left to ask, HAProxy answers by itself, or closes where it sees no requests. */
    private static boolean isTakenOut(RealProxy proxy) throws IOException {
        try (Socket socket = proxy.connectFrom(STRANGER);
                RawHttpClient asking = new RawHttpClient(socket)) {
            RawHttpClient.Answer answer = asking.send(RawHttpClient.head("GET /health/ready") + "\r\n")
                    .read();
            return answer.body().contains("No server is available");
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void nginxAnswersInPlaceOfAGatewayThatIsGone() throws IOException {
        try (TestGateway gateway = Shipped.NGINX.gateway();
                RealProxy proxy = Shipped.NGINX.before(gateway, directory)) {
            gateway.gateway().close();

            assertThat(exchange(proxy, STRANGER, RawHttpClient.head("GET " + API + "status") + "\r\n"))
                    .isEqualTo(502);
        }
    }
}
