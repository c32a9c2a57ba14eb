package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.transport.http.RawHttpClient;
import io.tickgate.core.transport.tls.TestCertificate;
import io.tickgate.core.transport.tls.TestCertificate.Kind;
import io.tickgate.core.transport.websocket.ClientFrames;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What is TLS's own; that everything else works through it as well, the other tests show by their wiring. */
class TlsTest {
    private static final String STATUS = "/api/v1/websocket/status";
    private static final String BOTH = "TLS_OF_.*";

    @TempDir
    private Path directory = Path.of("");

    private static long count(TestGateway gateway, String name) {
        return (long) Json.child(Json.object(gateway.request("GET", STATUS, "").body()), "messages")
                .get(name);
    }

    private static SSLSocket handshake(TestGateway gateway, SSLParameters wishes) throws IOException {
        SSLSocket socket = TestGateway.certificate().over(RawWebSocket.connected(gateway.port(), 0));
        socket.setSSLParameters(wishes);
        socket.startHandshake();
        return socket;
    }

    private static SSLParameters protocols(String... protocols) {
        SSLParameters wishes = new SSLParameters();
        wishes.setProtocols(protocols);
        return wishes;
    }

    @ParameterizedTest
    @EnumSource(value = Wiring.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
    void bothVersionsAreSpokenAndHttp11IsAgreedOn(Wiring wiring) throws IOException {
        try (TestGateway gateway = TestGateway.start(wiring)) {
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                SSLParameters wishes = protocols(version);
                wishes.setApplicationProtocols(new String[] {"h2", "http/1.1"});

                try (SSLSocket socket = handshake(gateway, wishes)) {
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                    assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                    RawWebSocket client = new RawWebSocket(socket).open();
                    client.requireQuiet();
                }
            }
            assertThat(count(gateway, "tls_handshakes")).isGreaterThanOrEqualTo(2);
            assertThat(count(gateway, "tls_failures")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Wiring.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
    void olderVersionsAndCiphersWithoutForwardSecrecyAreRefusedAndCounted(Wiring wiring) {
        try (TestGateway gateway = TestGateway.start(wiring)) {
            SSLParameters old = protocols("TLSv1.2");
            old.setCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_GCM_SHA256"});
            SSLParameters chained = protocols("TLSv1.2");
            chained.setCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});

            assertThatThrownBy(() -> handshake(gateway, old)).isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> handshake(gateway, chained)).isInstanceOf(SSLHandshakeException.class);

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(count(gateway, "tls_failures")).isEqualTo(2));
        }
    }

    /** A ClientHello of TLS 1.1 as openssl sends it: Java's client is not allowed to any more. */
    @ParameterizedTest
    @EnumSource(value = Wiring.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
    void aClientOfTls11GetsAnAlert(Wiring wiring) throws IOException {
        byte[] random = new byte[32];
        byte[] body = ClientFrames.join(new byte[] {3, 2}, random, new byte[] {0, 0, 2, (byte) 0xC0, 0x09, 1, 0});
        byte[] hello = ClientFrames.join(
                new byte[] {22, 3, 1, 0, (byte) (body.length + 4), 1, 0, 0, (byte) body.length}, body);
        try (TestGateway gateway = TestGateway.start(wiring);
                Socket socket = RawWebSocket.connected(gateway.port(), 0)) {
            socket.getOutputStream().write(hello);

            assertThat(socket.getInputStream().read())
                    .as("the type of an alert")
                    .isEqualTo(21);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(count(gateway, "tls_failures")).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Wiring.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
    void whoSpeaksPlainHttpIsToldSoInPlainHttp(Wiring wiring) throws IOException {
        try (TestGateway gateway = TestGateway.start(wiring)) {
            try (RawHttpClient client = new RawHttpClient(gateway.port())) {
                RawHttpClient.Answer answer = client.send(RawHttpClient.head("GET " + STATUS) + "\r\n")
                        .read();

                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.header("connection")).isEqualTo("close");
                assertThat(answer.body()).contains("bad_request", "https://");
                client.endOutput();
                assertThat(client.input().read()).as("a clean end").isEqualTo(-1);
            }
            // Its body is on the way while it is told.
            try (RawHttpClient client = new RawHttpClient(gateway.port())) {
                client.send(RawHttpClient.posting(STATUS, "text/plain", "x".repeat(100_000)));

                assertThat(client.read().status()).isEqualTo(400);
                client.endOutput();
                assertThat(client.input().read()).as("a clean end").isEqualTo(-1);
            }
            try (RawHttpClient client = new RawHttpClient(gateway.port())) {
                assertThat(client.send("\0\1\2").isClosedByServer()).isTrue();
            }
            assertThat(count(gateway, "tls_failures")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Wiring.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
    void oneDeadlineCountsForHandshakeAndHead(Wiring wiring) throws IOException {
        try (TestGateway gateway = TestGateway.start(wiring, "timeouts.connect", "2s");
                RawHttpClient silent = new RawHttpClient(gateway.port());
                RawHttpClient half = new RawHttpClient(gateway.port());
                RawHttpClient headless = new RawHttpClient(gateway.connect(0))) {
            half.send(new byte[] {22, 3, 1, 2, 0, 1});
            headless.send("GET /");

            assertThat(headless.read().status()).isEqualTo(408);
            assertThat(silent.isClosedByServer()).isTrue();
            assertThat(half.isClosedByServer()).isTrue();
            assertThat(count(gateway, "tls_failures")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Wiring.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
    void nonsenseBehindTheHandshakeEndsOnlyThatConnectionAndIsNoFaultOfTheGateway(Wiring wiring) throws IOException {
        Logger log = (Logger) LoggerFactory.getLogger("io.tickgate.core.transport.websocket.SessionHandler");
        ListAppender<ILoggingEvent> faults = new ListAppender<>();
        faults.start();
        log.addAppender(faults);
        try (TestGateway gateway = TestGateway.start(wiring)) {
            Socket plain = RawWebSocket.connected(gateway.port(), 0);
            RawWebSocket broken = new RawWebSocket(TestGateway.certificate().over(plain)).open();
            RawWebSocket other = gateway.client();

            plain.getOutputStream().write(new byte[] {23, 3, 3, 0, 32});
            plain.getOutputStream().write(new byte[32]);

            assertThatThrownBy(broken::read).isInstanceOf(Exception.class);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(gateway.connections()).containsEntry("total_connections", 1L));
            other.requireQuiet();
            assertThat(faults.list).isEmpty();
        } finally {
            log.detachAppender(faults);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLS_OF_BORINGSSL, RSA", "TLS_OF_JAVA, RSA", "TLS_OF_JAVA, ED25519"})
    void otherKindsOfKeysServeAsWell(Wiring wiring, Kind kind) throws IOException {
        TestCertificate own = TestCertificate.of(kind).writeTo(directory);
        try (TestGateway gateway = startWithFiles(wiring)) {
            try (RawWebSocket client = new RawWebSocket(own.over(RawWebSocket.connected(gateway.port(), 0)))) {
                client.open().requireQuiet();
            }
        }
    }

    private TestGateway startWithFiles(Wiring wiring) {
        return TestGateway.start(
                wiring,
                "tls.certificate",
                directory.resolve("certificate.pem").toString(),
                "tls.key",
                directory.resolve("key.pem").toString());
    }

    private Certificate shown(TestCertificate trusted, TestGateway gateway) throws IOException {
        try (SSLSocket socket = trusted.over(RawWebSocket.connected(gateway.port(), 0))) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @EnumSource(value = Wiring.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
    void newConnectionsGetTheNewCertificateAndOpenOnesLiveOn(Wiring wiring) throws IOException {
        TestCertificate first = TestCertificate.of(Kind.EC).writeTo(directory);
        try (TestGateway gateway = startWithFiles(wiring)) {
            RawWebSocket before = new RawWebSocket(first.over(RawWebSocket.connected(gateway.port(), 0))).open();
            assertThat(gateway.gateway().reloadCertificates()).isFalse();

            TestCertificate second = TestCertificate.of(Kind.RSA).writeTo(directory);
            assertThat(gateway.gateway().reloadCertificates()).isTrue();
            assertThat(shown(second, gateway)).isEqualTo(second.certificate());
            before.requireQuiet();

            Files.writeString(directory.resolve("key.pem"), first.keyPem());
            assertThatThrownBy(() -> gateway.gateway().reloadCertificates())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("tls.key: ")
                    .hasMessageContaining("is not the key of the certificate");
            assertThat(shown(second, gateway)).isEqualTo(second.certificate());
            before.requireQuiet();
            before.close();
        }
    }

    @Test
    void filesThatChangeAreNoticed() throws IOException {
        TestCertificate first = TestCertificate.of(Kind.EC).writeTo(directory);
        try (TestGateway gateway = TestGateway.start(
                Wiring.TLS_OF_JAVA,
                "tls.certificate",
                directory.resolve("certificate.pem").toString(),
                "tls.key",
                directory.resolve("key.pem").toString(),
                "tls.reload-interval",
                "1s")) {
            assertThat(shown(first, gateway)).isEqualTo(first.certificate());

            TestCertificate second = TestCertificate.of(Kind.EC).writeTo(directory);

            Awaitility.await()
                    .ignoreException(SSLHandshakeException.class)
                    .untilAsserted(() -> assertThat(shown(second, gateway)).isEqualTo(second.certificate()));
        }
    }

    @Test
    void aGatewayDoesNotStartWithAKeyOfAnotherCertificate() throws IOException {
        TestCertificate.of(Kind.EC).writeTo(directory);
        Files.writeString(
                directory.resolve("key.pem"), TestCertificate.of(Kind.EC).keyPem());

        assertThatThrownBy(() -> startWithFiles(Wiring.TLS_OF_JAVA))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("tls.key: ");
    }

    @Test
    void theCertificatesEndStandsInTheStatusWhereThereIsOne() {
        try (TestGateway gateway = TestGateway.start(Wiring.TLS_OF_JAVA)) {
            assertThat(count(gateway, "certificate_seconds_left")).isBetween(364L * 86_400, 365L * 86_400);
        }
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_ONE_LOOP)) {
            assertThat(gateway.request("GET", STATUS, "").body()).doesNotContain("certificate_seconds_left");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Wiring.class, mode = EnumSource.Mode.MATCH_ALL, names = BOTH)
    void whatComesInOneByteRecordsIsReadAllTheSame(Wiring wiring) {
        try (TestGateway gateway = TestGateway.start(wiring)) {
            RawWebSocket client = gateway.unopened(0);
            for (byte each : RawWebSocket.upgradeRequest()) {
                client.send(new byte[] {each});
            }
            assertThat(client.readHttp().status()).isEqualTo(101);
            client.read();
            byte[] ping = ClientFrames.text("{\"type\":\"ping\",\"id\":\"quiet?\"}");
            for (int i = 0; i < ping.length; i++) {
                client.send(Arrays.copyOfRange(ping, i, i + 1));
            }
            assertThat(client.readJson()).containsEntry("type", "pong");
        }
    }
}
