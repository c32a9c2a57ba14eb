package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.CloseCode;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's listener, over loopback and over a Unix socket, on every transport. */
@ParameterizedClass
@EnumSource(
        value = Wiring.class,
        names = {"EPOLL_TWO_LOOPS", "IO_URING_TWO_LOOPS", "NIO_TWO_LOOPS"})
@Timeout(60)
class AdminTest {
    private static final String CONNECTIONS = "/admin/v1/connections";
    private static final String CHANNELS = "/admin/v1/channels";

    @Parameter
    Wiring wiring;

    @TempDir
    private Path directory = Path.of("");

    private TestGateway gateway;
    private AdminClient admin;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(
                wiring,
                "admin.listen",
                "unix:" + directory.resolve("admin.sock"),
                "limits.max-connections-per-ip",
                "1000");
        admin = new AdminClient(UnixDomainSocketAddress.of(directory.resolve("admin.sock")));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String id(Map<String, Object> welcome) {
        return (String) welcome.get("connection_id");
    }

    /** A client of a user, and its id. */
    private Map.Entry<String, RawWebSocket> join(String query, String... headers) {
        RawWebSocket client = gateway.unopened(0);
        client.send(RawWebSocket.upgradeRequestTo(RawWebSocket.PATH + query, headers));
        assertThat(client.readHttp().status()).isEqualTo(101);
        return Map.entry(id(client.readJson()), client);
    }

    @Test
    void aConnectionIsShownWithWhatItIs() {
        Map.Entry<String, RawWebSocket> alice = join(
                "?user_id=alice&client_id=desk-7", "User-Agent: terminal/2", "Sec-WebSocket-Protocol: gateway.v1.json");
        alice.getValue().ask("{\"type\":\"subscribe\",\"channels\":[\"market_data:B\",\"market_data:A\"]}");

        Map<String, Object> shown =
                admin.get(CONNECTIONS + "/" + alice.getKey()).json();

        assertThat(shown)
                .containsEntry("connection_id", alice.getKey())
                .containsEntry("address", "127.0.0.1")
                .containsEntry("user_id", "alice")
                .containsEntry("user_agent", "terminal/2")
                .containsEntry("client_id", "desk-7")
                .containsEntry("format", "gateway.v1.json")
                .containsEntry("compressed", false)
                .containsEntry("subscriptions", 2L)
                .containsEntry("queued_bytes", 0L)
                .containsEntry("rung", 0L)
                .containsEntry("channels", List.of("market_data:A", "market_data:B"));
        assertThat((String) shown.get("connected_at")).startsWith("20").endsWith("Z");
        long before = (long) shown.get("sent_bytes");
        gateway.broadcast("market_data:A", "{\"padding\":\"" + "x".repeat(5_000) + "\"}");
        alice.getValue().readJson();

        assertThat((long) admin.get(CONNECTIONS + "/" + alice.getKey()).json().get("sent_bytes"))
                .isBetween(before + 5_000, before + 5_500);
        assertThat(admin.get(CONNECTIONS + "/nobody").status()).isEqualTo(404);
    }

    @Test
    void connectionsAreFoundByUserAddressAndFamily() {
        String alice = join("?user_id=alice").getKey();
        Map.Entry<String, RawWebSocket> bob = join("?user_id=bob");
        bob.getValue().ask("{\"type\":\"subscribe\",\"channel\":\"market_data:A\"}");
        Map.Entry<String, RawWebSocket> far = join("", "X-Forwarded-For: 192.0.2.7");
        far.getValue().ask("{\"type\":\"subscribe\",\"channel\":\"market_data\"}");

        assertThat(ids(CONNECTIONS + "?user=alice")).containsExactly(alice);
        assertThat(ids(CONNECTIONS + "?address=192.0.2.7")).containsExactly(far.getKey());
        assertThat(ids(CONNECTIONS + "?family=market_data")).containsExactlyInAnyOrder(bob.getKey(), far.getKey());
        assertThat(ids(CONNECTIONS + "?family=market_data&user=bob")).containsExactly(bob.getKey());
        assertThat(ids(CONNECTIONS + "?user=nobody")).isEmpty();
    }

    private List<String> ids(String path) {
        return admin.all(path, "connections", 2).stream().map(AdminTest::id).toList();
    }

    @Test
    void whoIsThereAllTheTimeIsOnExactlyOnePageWhoeverComesAndGoes() {
        Set<String> staying = new HashSet<>();
        List<RawWebSocket> leaving = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            staying.add(join("").getKey());
            leaving.add(join("").getValue());
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";

        while (cursor != null) {
            Map<String, Object> page =
                    admin.get(CONNECTIONS + "?limit=3" + cursor).json();
            Json.children(page, "connections").forEach(each -> seen.add(id(each)));
            cursor = page.containsKey("next") ? "&cursor=" + page.get("next") : null;
            if (!leaving.isEmpty()) {
                leaving.remove(leaving.size() - 1).vanish();
                leaving.remove(0).vanish();
                join("");
            }
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(staying);
    }

    @Test
    void anOperatorEndsAConnectionWithHisReason() {
        Map.Entry<String, RawWebSocket> client = join("");

        HttpAnswer answer = admin.delete(CONNECTIONS + "/" + client.getKey() + "?reason=please%20update");

        assertThat(answer.status()).isEqualTo(204);
        ServerFrame close = client.getValue().read();
        assertThat(close.closeCode()).isEqualTo(CloseCode.DISCONNECTED.code());
        assertThat(new String(close.payload(), 2, close.payload().length - 2, StandardCharsets.UTF_8))
                .isEqualTo("disconnected by an operator: please update");
        assertThat(admin.delete(CONNECTIONS + "/" + client.getKey()).status()).isEqualTo(404);
    }

    @Test
    void allConnectionsOfAUserEndAndAreCounted() {
        List<RawWebSocket> ofAlice = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ofAlice.add(join("?user_id=alice").getValue());
        }
        RawWebSocket bob = join("?user_id=bob").getValue();

        HttpAnswer answer = admin.delete(CONNECTIONS + "?user=alice");

        assertThat(answer.json()).containsEntry("disconnected", 5L);
        ofAlice.forEach(client -> assertThat(client.readClose()).isEqualTo(4502));
        bob.requireQuiet();
        HttpAnswer all = admin.delete(CONNECTIONS);
        assertThat(all.status()).isEqualTo(422);
        assertThat(all.json()).containsEntry("code", "missing_field");
        bob.requireQuiet();
    }

    @Test
    void aSubscriptionThatAnOperatorEndsIsToldOfAndBringsNothingMore() {
        Map.Entry<String, RawWebSocket> client = join("");
        client.getValue().ask("{\"type\":\"subscribe\",\"channels\":[\"market_data:A\",\"market_data:B\"]}");

        HttpAnswer answer = unsubscribe(client.getKey(), "{\"channel\":\"market_data:A\"}");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(client.getValue().readJson())
                .containsEntry("type", "unsubscribed")
                .containsEntry("channel", "market_data:A")
                .containsEntry("reason", "operator")
                .containsKey("timestamp");
        gateway.broadcast("market_data:A", "{\"n\":1}");
        gateway.broadcast("market_data:B", "{\"n\":2}");
        assertThat(client.getValue().readJson()).containsEntry("n", 2L);
        assertThat(unsubscribe(client.getKey(), "{\"channel\":\"market_data:A\"}")
                        .status())
                .isEqualTo(404);
        assertThat(unsubscribe(client.getKey(), "{\"channel\":5}").json()).containsEntry("code", "invalid_field");
        assertThat(unsubscribe(client.getKey(), "{}").json()).containsEntry("code", "missing_field");
        assertThat(unsubscribe("nobody", "{\"channel\":\"market_data:A\"}").status())
                .isEqualTo(404);
    }

    private HttpAnswer unsubscribe(String id, String body) {
        return admin.request("POST " + CONNECTIONS + "/" + id + "/unsubscribe", body);
    }

    @Test
    void notificationsThatAnOperatorEndsTakeTheUsersOwnWithThem() {
        Map.Entry<String, RawWebSocket> alice = join("?user_id=alice");
        alice.getValue().ask("{\"type\":\"subscribe\",\"channel\":\"notifications\"}");

        unsubscribe(alice.getKey(), "{\"channel\":\"notifications\"}");

        assertThat(alice.getValue().readJson()).containsEntry("type", "unsubscribed");
        assertThat(gateway.request(
                                "POST",
                                "/api/v1/websocket/notifications",
                                "{\"type\":\"info\",\"title\":\"t\",\"message\":\"m\",\"user_id\":\"alice\"}")
                        .statusCode())
                .isEqualTo(201);
        alice.getValue().requireQuiet();
    }

    @Test
    void channelsAreShownByNameWithWhatIsKeptOfThem() {
        RawWebSocket client = join("").getValue();
        client.ask("{\"type\":\"subscribe\",\"channel\":\"market_data:A\"}");
        client.ask("{\"type\":\"subscribe\",\"channel\":\"chart_updates\"}");
        gateway.broadcast("market_data:A", "{\"n\":1}");
        gateway.broadcast("market_data:A", "{\"n\":2}");

        Map<String, Object> one = admin.get(CHANNELS + "/market_data%3AA").json();

        assertThat(one)
                .containsEntry("channel", "market_data:A")
                .containsEntry("family", "market_data")
                .containsEntry("kind", "state")
                .containsEntry("subscribers", 1L)
                .containsEntry("family_subscribers", 0L)
                .containsEntry("history_count", 2L)
                .containsKeys("epoch", "history_bytes");
        assertThat((long) one.get("offset")).isGreaterThanOrEqualTo(2);
        assertThat((long) one.get("history_bytes")).isPositive();
        assertThat(admin.get(CHANNELS + "/market_data:A").json()).isEqualTo(one);
        assertThat(admin.get(CHANNELS + "/market_data:NONE").status()).isEqualTo(404);
        assertThat(admin.get(CHANNELS + "/chart_updates").json()).containsEntry("subscribers", 1L);
    }

    @Test
    void pagesOfChannelsGoOnByNameWhateverComesMeanwhile() {
        List<String> expected = new ArrayList<>();
        for (int i = 10; i < 35; i++) {
            expected.add("market_data:P" + i);
            gateway.broadcast("market_data:P" + i, "{\"n\":1}");
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";

        for (int page = 0; cursor != null; page++) {
            Map<String, Object> answer = admin.get(CHANNELS + "?prefix=market_data:P&limit=4" + cursor)
                    .json();
            Json.children(answer, "channels").forEach(each -> seen.add((String) each.get("channel")));
            cursor = answer.containsKey("next") ? "&cursor=" + answer.get("next") : null;
            // One that sorts before the page, and so is not seen, and one behind all.
            gateway.broadcast("market_data:P0" + page, "{\"n\":1}");
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(expected).isSorted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CONNECTIONS + "?cursor=x",
                CONNECTIONS + "?limit=0",
                CONNECTIONS + "?limit=501",
                CONNECTIONS + "?address=somewhere",
                CONNECTIONS + "?family=a:b",
                CHANNELS + "?limit=none"
            })
    void aWrongQueryIsNamed(String path) {
        HttpAnswer answer = admin.get(path);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json()).containsEntry("code", "invalid_field").containsKey("errors");
    }

    @Test
    void noPageOfAnotherOriginMayTalkToIt() {
        String id = join("").getKey();

        for (String origin : List.of("https://evil.example", "http://localhost:8003", "http://127.0.0.1", "null")) {
            assertThat(admin.delete(CONNECTIONS + "/" + id, "Origin: " + origin).status())
                    .isEqualTo(403);
            assertThat(admin.get(CONNECTIONS, "Origin: " + origin).status()).isEqualTo(403);
        }
        assertThat(admin.get(CONNECTIONS, "Origin: http://localhost").status()).isEqualTo(200);
        assertThat(admin.get(CONNECTIONS, "Host: rebound.example").status()).isEqualTo(421);
        assertThat(admin.get(CONNECTIONS + "/" + id).status()).isEqualTo(200);
    }

    @Test
    void withoutPagesNotEvenOneOfItsOwnMayTalkToIt() {
        try (TestGateway bare = TestGateway.start(wiring, "admin.listen", "127.0.0.1:0", "server.pages", "false")) {
            AdminClient operator =
                    new AdminClient((InetSocketAddress) bare.gateway().adminAddress());

            assertThat(operator.get(CONNECTIONS, "Origin: http://localhost").status())
                    .isEqualTo(403);
            assertThat(operator.get("/ops").status()).isEqualTo(404);
        }
    }

    @Test
    void itHasThePublicStatusAndHealthButNothingThatPublishesAndNoWebSocket() {
        assertThat(admin.get("/api/v1/websocket/status").json()).containsEntry("status", "online");
        assertThat(admin.get("/health/live").status()).isEqualTo(200);
        assertThat(admin.get("/health/ready").status()).isEqualTo(200);
        assertThat(admin.request("POST /api/v1/websocket/broadcast", "{\"channel\":\"market_data\",\"message\":{}}")
                        .status())
                .isEqualTo(404);
        assertThat(admin.exchange(new String(RawWebSocket.upgradeRequest(), StandardCharsets.US_ASCII)
                                .replace("Connection: Upgrade", "Connection: Upgrade, close"))
                        .status())
                .isEqualTo(404);
        assertThat(gateway.request("GET", CONNECTIONS, "").statusCode()).isEqualTo(404);
    }

    @Test
    void anOperatorSendsEverybodyAwayInGoodOrder() {
        try (TestGateway leaving = TestGateway.start(
                wiring, "admin.listen", "127.0.0.1:0", "drain.window", "300ms", "timeouts.shutdown", "2s")) {
            AdminClient operator =
                    new AdminClient((InetSocketAddress) leaving.gateway().adminAddress());
            RawWebSocket client = leaving.client();

            HttpAnswer answer = operator.request("POST /admin/v1/drain", "");

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.json()).containsEntry("begun", true);
            assertThat(client.readJson()).containsEntry("type", "server_shutdown");
            assertThat(client.readClose()).isEqualTo(CloseCode.SERVICE_RESTART.code());
        }
    }

    @Test
    void theSocketIsForItsOwnerAndItsGroupAndGoesWithTheGateway() throws Exception {
        Path socket = directory.resolve("admin.sock");

        assertThat(Files.getPosixFilePermissions(socket))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "GROUP_READ", "GROUP_WRITE");
        gateway.close();
        assertThat(Files.exists(socket)).isFalse();
    }

    @Test
    void itTakesALoopbackPortAsWell() {
        try (TestGateway other = TestGateway.start(wiring, "admin.listen", "127.0.0.1:0")) {
            AdminClient overTcp =
                    new AdminClient((InetSocketAddress) other.gateway().adminAddress());

            assertThat(overTcp.get(CONNECTIONS).json()).containsEntry("connections", List.of());
        }
    }

    @Test
    void moreSocketsThanItServesAreRefusedAndPublicOnesAreNotCounted() throws Exception {
        try (TestGateway small =
                TestGateway.start(wiring, "admin.listen", "127.0.0.1:0", "admin.max-connections", "2")) {
            AdminClient operator =
                    new AdminClient((InetSocketAddress) small.gateway().adminAddress());
            RawWebSocket client = small.client();
            List<SocketChannel> silent = List.of(operator.served(), operator.served());

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(operator.get(CONNECTIONS).status()).isEqualTo(503));
            client.requireQuiet();
            silent.get(0).close();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(operator.get(CONNECTIONS).status()).isEqualTo(200));
            silent.get(1).close();
        }
    }
}
