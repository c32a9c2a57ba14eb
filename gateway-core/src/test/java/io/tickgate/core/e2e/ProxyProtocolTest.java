package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.proxy.ProxyHeader;
import io.tickgate.core.transport.websocket.ClientFrames;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that begin with a header of the PROXY protocol; the test is the proxy, on 127.0.0.1. */
class ProxyProtocolTest {
    private static final String STRANGER = "198.51.100.7";
    private static final String HERE = "192.0.2.1";
    private static final String BROADCAST = "/api/v1/websocket/broadcast";
    private static final String PUBLICATION = "{\"channel\":\"market_data:P\",\"message\":{\"last\":1}}";

    private static TestGateway start(Wiring wiring, String... settings) {
        return TestGateway.start(
                wiring,
                Stream.concat(Stream.of("server.proxy-protocol", "required"), Stream.of(settings))
                        .toArray(String[]::new));
    }

    /** A connection that begins with those bytes, and goes on in the gateway's TLS where it has one. */
    private static Socket connect(TestGateway gateway, Wiring wiring, byte[] header) throws IOException {
        Socket socket = RawWebSocket.connected(gateway.port(), 0);
        socket.getOutputStream().write(header);
        return wiring.tls.isEmpty() ? socket : TestGateway.certificate().over(socket);
    }

    private static RawHttpClient.Answer exchange(TestGateway gateway, byte[] header, String request)
            throws IOException {
        try (RawHttpClient client = new RawHttpClient(connect(gateway, Wiring.EPOLL_TWO_LOOPS, header))) {
            return client.send(request).read();
        }
    }

    private static long count(TestGateway gateway, String name) throws IOException {
        RawHttpClient.Answer status =
                exchange(gateway, ProxyHeader.local(), RawHttpClient.head("GET /api/v1/websocket/status") + "\r\n");
        return (long) Json.child(Json.object(status.body()), "messages").get(name);
    }

    @ParameterizedTest
    @EnumSource(
            value = Wiring.class,
            names = {"EPOLL_TWO_LOOPS", "NIO_ONE_LOOP", "TLS_OF_BORINGSSL", "TLS_OF_JAVA"})
    void aClientLivesBehindAProxyAsWithoutOne(Wiring wiring) throws IOException {
        try (TestGateway gateway = start(wiring)) {
            for (byte[] header : new byte[][] {
                ProxyHeader.of(STRANGER, HERE), ProxyHeader.of("2001:db8::7", "2001:db8::1"), ProxyHeader.local()
            }) {
                try (RawWebSocket client = new RawWebSocket(connect(gateway, wiring, header))) {
                    client.open().ask("{\"type\":\"subscribe\",\"channel\":\"market_data:P\"}");
                    client.requireQuiet();
                }
            }
        }
    }

    @Test
    void theHeaderMayComeWithTheRequestOrByteByByte() throws IOException {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS)) {
            byte[] header = ProxyHeader.of(STRANGER, HERE);
            byte[] all = ClientFrames.join(header, RawWebSocket.upgradeRequest());
            RawWebSocket atOnce = gateway.unopened(0);
            RawWebSocket byByte = gateway.unopened(0);

            atOnce.send(all);
            for (byte each : all) {
                byByte.send(new byte[] {each});
            }

            for (RawWebSocket client : new RawWebSocket[] {atOnce, byByte}) {
                assertThat(client.readHttp().status()).isEqualTo(101);
                client.read();
                client.requireQuiet();
            }
        }
    }

    @Test
    void theClientOfTheHeaderIsWhoPublishesOrMayNot() throws IOException {
        try (TestGateway gateway =
                start(Wiring.EPOLL_TWO_LOOPS, "ingest.allowed-addresses", "127.0.0.1, 203.0.113.0/24")) {
            String request = RawHttpClient.posting(BROADCAST, "application/json", PUBLICATION);

            assertThat(exchange(gateway, ProxyHeader.of("203.0.113.9", HERE), request)
                            .status())
                    .isEqualTo(200);
            assertThat(exchange(gateway, ProxyHeader.of("::ffff:203.0.113.9", "::1"), request)
                            .status())
                    .as("an IPv4 address in the clothes of IPv6")
                    .isEqualTo(200);
            assertThat(exchange(gateway, ProxyHeader.of(STRANGER, HERE), request)
                            .status())
                    .isEqualTo(403);
        }
    }

    static Stream<Arguments> withoutClient() {
        return Stream.of(
                Arguments.of("LOCAL", ProxyHeader.local()),
                Arguments.of(
                        "LOCAL with addresses", ProxyHeader.header(ProxyHeader.LOCAL, ProxyHeader.TCP4, new byte[12])),
                Arguments.of(
                        "unspecified", ProxyHeader.header(ProxyHeader.PROXY, ProxyHeader.UNSPECIFIED, new byte[0])),
                Arguments.of("datagrams", ProxyHeader.header(ProxyHeader.PROXY, ProxyHeader.UDP4, new byte[12])),
                Arguments.of("a Unix socket", ProxyHeader.header(ProxyHeader.PROXY, ProxyHeader.UNIX, unix())));
    }

    private static byte[] unix() {
        byte[] paths = new byte[216];
        paths[0] = '/';
        paths[108] = '/';
        return paths;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutClient")
    void whoDoesNotSayForWhomIsAnsweredAndMayNothing(String name, byte[] header) throws IOException {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS)) {
            assertThat(exchange(gateway, header, RawHttpClient.head("GET /health/ready") + "\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(exchange(gateway, header, RawHttpClient.posting(BROADCAST, "application/json", PUBLICATION))
                            .status())
                    .as("the proxy itself is 127.0.0.1, and no publisher for that")
                    .isEqualTo(403);
            assertThat(exchange(
                                    gateway,
                                    header,
                                    RawHttpClient.posting(
                                            BROADCAST, "application/json", PUBLICATION, "X-Forwarded-For: 127.0.0.1"))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aForwardingHeaderCountsWhereTheClientOfTheHeaderIsAProxyItself() throws IOException {
        try (TestGateway gateway = start(
                Wiring.EPOLL_TWO_LOOPS,
                "server.trusted-proxies",
                "127.0.0.1, 10.0.0.1",
                "ingest.allowed-addresses",
                "203.0.113.9")) {
            String request =
                    RawHttpClient.posting(BROADCAST, "application/json", PUBLICATION, "X-Forwarded-For: 203.0.113.9");

            assertThat(exchange(gateway, ProxyHeader.of("10.0.0.1", HERE), request)
                            .status())
                    .isEqualTo(200);
            assertThat(exchange(gateway, ProxyHeader.of(STRANGER, HERE), request)
                            .status())
                    .as("a client that speaks for another")
                    .isEqualTo(403);
            assertThat(exchange(gateway, ProxyHeader.of("203.0.113.9", HERE), request)
                            .status())
                    .as("even for itself")
                    .isEqualTo(403);
        }
    }

    @Test
    void limitsPerAddressCountTheClientOfTheHeader() throws IOException {
        try (TestGateway gateway = start(
                Wiring.EPOLL_TWO_LOOPS,
                "limits.max-connections-per-ip",
                "2",
                "limits.max-http-connections-per-ip",
                "1")) {
            RawWebSocket one =
                    new RawWebSocket(connect(gateway, Wiring.EPOLL_TWO_LOOPS, ProxyHeader.of(STRANGER, HERE)));
            one.open();
            RawWebSocket two =
                    new RawWebSocket(connect(gateway, Wiring.EPOLL_TWO_LOOPS, ProxyHeader.of(STRANGER, HERE)));
            two.open();

            assertThat(exchangeUpgrade(gateway, STRANGER)).isEqualTo(429);
            assertThat(exchangeUpgrade(gateway, "198.51.100.8")).isEqualTo(101);

            // Those that were refused are gone, and only who asks is not upgraded.
            Awaitility.await().until(() -> count(gateway, "sockets_not_upgraded") == 1);
            // A socket that has said nothing but for whom it comes.
            try (Socket silent = connect(gateway, Wiring.EPOLL_TWO_LOOPS, ProxyHeader.of(STRANGER, HERE))) {
                Awaitility.await()
                        .untilAsserted(() -> assertThat(exchangeUpgrade(gateway, STRANGER))
                                .as("the address has a silent socket already")
                                .isEqualTo(503));
                assertThat(silent.isConnected()).isTrue();
            }
            one.close();
            two.close();
        }
    }

    private static int exchangeUpgrade(TestGateway gateway, String client) throws IOException {
        try (RawWebSocket socket =
                new RawWebSocket(connect(gateway, Wiring.EPOLL_TWO_LOOPS, ProxyHeader.of(client, HERE)))) {
            return socket.handshake().status();
        }
    }

    @Test
    void theAddressThatTheClientReachedIsAHostOfTheGateway() throws IOException {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS)) {
            byte[] header = ProxyHeader.of(STRANGER, HERE);

            assertThat(exchange(gateway, header, "GET /health/live HTTP/1.1\r\nHost: " + HERE + "\r\n\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(exchange(gateway, header, "GET /health/live HTTP/1.1\r\nHost: 192.0.2.2\r\n\r\n")
                            .status())
                    .isEqualTo(421);
        }
    }

    static Stream<Arguments> none() {
        return Stream.of(
                Arguments.of("plain HTTP", RawWebSocket.upgradeRequest()),
                Arguments.of("version 1", ProxyHeader.text()),
                Arguments.of("version 3", ProxyHeader.header(0x31, ProxyHeader.TCP4, new byte[12])),
                Arguments.of("an unknown command", ProxyHeader.header(0x2F, ProxyHeader.TCP4, new byte[12])),
                Arguments.of(
                        "too few addresses", ProxyHeader.header(ProxyHeader.PROXY, ProxyHeader.TCP4, new byte[11])),
                Arguments.of("too much beside", ProxyHeader.withExtension(STRANGER, 2_000)),
                Arguments.of("TLS", new byte[] {22, 3, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("none")
    void whatIsNoSuchHeaderIsClosedWithoutAWordAndCounted(String name, byte[] bytes) throws IOException {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS, "timeouts.connect", "1s")) {
            try (RawHttpClient client = new RawHttpClient(gateway.port())) {
                client.send(bytes);

                assertThat(client.isClosedByServer()).isTrue();
            }
            assertThat(count(gateway, "proxy_refusals")).isEqualTo(1);
        }
    }

    @Test
    void whatElseAProxyTellsIsPassedBy() throws IOException {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS)) {
            assertThat(exchange(
                                    gateway,
                                    ProxyHeader.withExtension(STRANGER, 1_000),
                                    RawHttpClient.head("GET /health/live") + "\r\n")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    void aHeaderThatDoesNotComeInTimeIsGivenUp(int sent) throws IOException {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS, "timeouts.connect", "300ms");
                RawHttpClient late = new RawHttpClient(gateway.port())) {
            late.send(java.util.Arrays.copyOf(ProxyHeader.of(STRANGER, HERE), sent));

            assertThat(late.isClosedByServer()).isTrue();
            assertThat(count(gateway, "proxy_refusals")).isEqualTo(1);
        }
    }

    @Test
    void onlyTrustedProxiesMayConnect() throws IOException {
        try (TestGateway gateway = start(Wiring.EPOLL_TWO_LOOPS, "server.trusted-proxies", "192.0.2.200");
                RawHttpClient client = new RawHttpClient(gateway.port())) {
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void withoutTrustedProxiesNobodyCouldConnect() {
        assertThatThrownBy(() ->
                        GatewayConfig.of(Map.of("server.proxy-protocol", "required", "server.trusted-proxies", "")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("server.trusted-proxies")
                .hasMessageContaining("server.proxy-protocol");
    }

    @Test
    void aHeaderThatWasNotAskedForIsNoHttp() throws IOException {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS);
                RawHttpClient client = new RawHttpClient(gateway.port())) {
            client.send(ProxyHeader.of("127.0.0.1", "127.0.0.1"))
                    .send(RawHttpClient.posting(BROADCAST, "application/json", PUBLICATION));

            assertThat(client.read().status()).isEqualTo(400);
        }
    }
}
