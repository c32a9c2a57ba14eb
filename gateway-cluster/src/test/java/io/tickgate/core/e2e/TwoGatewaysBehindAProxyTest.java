package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.cluster.SharedRedis;
import io.tickgate.core.Gateway;
import io.tickgate.core.transport.http.RawHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped configurations with the line of a second gateway, in the programs that they are for. */
class TwoGatewaysBehindAProxyTest {
    private static final String CLIENT = "127.0.0.2";
    private static final String PUBLISHER = "127.0.0.3";
    private static final String API = "/api/v1/websocket/";

    enum Program {
        NGINX,
        HAPROXY
    }

    @TempDir
    private Path directory = Path.of("");

    private RealProxy proxy(Program program, Gateway one, Gateway other) throws IOException {
        Path own = Files.createDirectory(directory.resolve("proxy"));
        RealProxy proxy = program == Program.NGINX
                ? RealProxy.nginx(own, one.port(), other.port())
                : RealProxy.haproxy(own, one.port(), other.port());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> status(proxy, CLIENT, RawHttpClient.head("GET /health/ready") + "\r\n") == 200);
        return proxy;
    }

    private static int status(RealProxy proxy, String client, String request) throws IOException {
        try (RawHttpClient socket = new RawHttpClient(proxy.connectFrom(client))) {
            return socket.send(request).read().status();
        }
    }

    private static void publish(RealProxy proxy, int number) throws IOException {
        String body = "{\"channel\":\"market_data:P\",\"message\":{\"n\":" + number + "}}";
        assertThat(status(proxy, PUBLISHER, RawHttpClient.posting(API + "broadcast", "application/json", body)))
                .isEqualTo(200);
    }

    private static RawWebSocket subscriber(RealProxy proxy) throws IOException {
        RawWebSocket client = new RawWebSocket(proxy.connectFrom(CLIENT));
        client.open().ask("{\"type\":\"subscribe\",\"channel\":\"market_data:P\"}");
        return client;
    }

    @ParameterizedTest
    @EnumSource(Program.class)
    void clientsOfBothHearWhatIsPublishedAtEitherAndOneThatDrainsGetsNoNewOnes(Program program) throws Exception {
        String[] settings = {
            "server.trusted-proxies", "127.0.0.1",
            "ingest.allowed-addresses", PUBLISHER,
            "timeouts.drain-delay", "4s",
            "timeouts.shutdown", "1s"
        };
        try (SharedRedis redis = SharedRedis.start(directory);
                Gateway one = redis.gateway(settings);
                Gateway other = redis.gateway(settings);
                RealProxy proxy = proxy(program, one, other)) {
            List<RawWebSocket> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                clients.add(subscriber(proxy));
            }
            assertThat(one.status().totalConnections()).as("of six").isBetween(1, 5);
            for (int n = 1; n <= 4; n++) {
                publish(proxy, n);
            }
            for (RawWebSocket client : clients) {
                assertThat(client.readJson(4)).extracting(each -> each.get("n")).containsExactly(1L, 2L, 3L, 4L);
            }

            CompletableFuture<Void> stop = CompletableFuture.runAsync(one::close);
            Awaitility.await().until(() -> one.status().draining());
            try (RawWebSocket late = subscriber(proxy)) {
                assertThat(one.status().totalConnections() + other.status().totalConnections())
                        .isLessThanOrEqualTo(7);
                publish(proxy, 5);
                assertThat(late.readJson()).containsEntry("n", 5L);
            }
            stop.get(20, TimeUnit.SECONDS);
            for (RawWebSocket client : clients) {
                client.close();
            }
        }
    }
}
