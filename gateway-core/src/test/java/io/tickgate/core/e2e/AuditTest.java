package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.tickgate.core.audit.AccessLog;
import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.transport.http.RawHttpClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What is logged for those who ask later. */
@Timeout(60)
class AuditTest {
    private static final List<String> LOGGERS = List.of(AuditLog.NAME, AccessLog.NAME);

    private final Lines lines = new Lines();
    private TestGateway gateway;

    @BeforeEach
    void start() {
        lines.start();
        LOGGERS.forEach(name -> {
            logger(name).setLevel(Level.INFO);
            logger(name).addAppender(lines);
        });
        gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS, "logging.access", "true", "admin.listen", "127.0.0.1:0");
    }

    @AfterEach
    void stop() {
        gateway.close();
        LOGGERS.forEach(name -> {
            logger(name).detachAppender(lines);
            logger(name).setLevel(null);
        });
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @Test
    void whoIsRefusedIsNamedWithTheRule() throws Exception {
        String path = "/api/v1/websocket/broadcast";
        RawHttpClient.get(gateway.port(), "/health/live", "Origin: https://evil.example\u00e9");
        assertThat(lines.next("origin refused"))
                .containsEntry("rule", "server.allowed-origins")
                .containsEntry("client", "127.0.0.1")
                .hasEntrySatisfying("value", value -> assertThat(value).startsWith("https://evil.example"));

        RawHttpClient.get(gateway.port(), "/health/live", "Host: rebound.example");
        assertThat(lines.next("host refused"))
                .containsEntry("rule", "server.allowed-hosts")
                .containsEntry("value", "rebound.example");

        RawHttpClient.post(gateway.port(), path, "application/json", "{}", "X-Forwarded-For: 192.0.2.7");
        assertThat(lines.next("publisher refused"))
                .containsEntry("rule", "ingest.allowed-addresses")
                .containsEntry("client", "192.0.2.7")
                .containsEntry("value", path);

        RawHttpClient.post(gateway.port(), path, "application/json", "{}", "X-Real-IP: 192.0.2.7");
        assertThat(lines.next("publisher refused")).containsEntry("rule", "server.trusted-proxies");
    }

    @Test
    void aPublisherThatIsRefusedByCommandIsNamedLikeOneByHttp() {
        RawWebSocket stranger = gateway.client("X-Forwarded-For: 192.0.2.7");

        assertThat(stranger.ask("{\"type\":\"publish\",\"channel\":\"market_data:A\",\"message\":{}}"))
                .containsEntry("code", "forbidden");

        assertThat(lines.next("publisher refused"))
                .containsEntry("rule", "ingest.allowed-addresses")
                .containsEntry("client", "192.0.2.7")
                .containsEntry("value", "market_data:A");
    }

    @Test
    void whatAnOperatorDoesIsTold() {
        AdminClient admin =
                new AdminClient((InetSocketAddress) gateway.gateway().adminAddress());
        RawWebSocket client = gateway.unopened(0);
        client.handshake();
        String id = (String) client.readJson().get("connection_id");

        admin.delete("/admin/v1/connections/" + id + "?reason=old");

        assertThat(lines.next("operator: disconnect"))
                .containsEntry("connection", id)
                .containsEntry("detail", "old");
    }

    @Test
    void everyAnswerHasALineWithoutItsQuery() throws Exception {
        RawHttpClient.get(gateway.port(), "/health/live?token=secret");

        assertThat(lines.next("request"))
                .containsEntry("client", "127.0.0.1")
                .containsEntry("method", "GET")
                .containsEntry("path", "/health/live")
                .containsEntry("status", "200")
                .containsEntry("bytes", "17")
                .containsKey("duration_ms");

        RawHttpClient.exchange(gateway.port(), "NONSENSE\r\n\r\n");
        assertThat(lines.next("request")).containsEntry("status", "400").containsEntry("path", "-");
    }

    @Test
    void aRequestThatIsBrokenOffHasALineToo() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            client.getOutputStream().write("""
                            POST /api/v1/websocket/broadcast?token=secret HTTP/1.1\r
                            Host: localhost\r
                            Content-Type: application/json\r
                            Expect: 100-continue\r
                            Content-Length: 100\r
                            \r
                            {""".getBytes(StandardCharsets.US_ASCII));
            // The gateway has read the head by then.
            assertThat(client.getInputStream().read()).isEqualTo('H');
        }

        assertThat(lines.next("request"))
                .containsEntry("method", "POST")
                .containsEntry("path", "/api/v1/websocket/broadcast")
                .containsEntry("status", "499")
                .containsEntry("bytes", "0");
    }

    @Test
    void everyConnectionThatEndsHasALineWithItsCode() {
        RawWebSocket polite = gateway.clientOf("alice");
        polite.send(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8});
        assertThat(lines.next("connection"))
                .containsEntry("client", "127.0.0.1")
                .containsEntry("user", "alice")
                .containsEntry("code", "1000")
                .containsKeys("connection", "bytes", "duration_ms");

        gateway.client().vanish();
        assertThat(lines.next("connection")).containsEntry("code", "1006");

        RawWebSocket rude = gateway.client();
        rude.send(new byte[] {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0});
        rude.readClose();
        assertThat(lines.next("connection")).containsEntry("code", "1002");
    }

    /** What was logged, one line after the other. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final BlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }

        /** The facts of the next line of that message. */
        Map<String, String> next(String message) {
            try {
                ILoggingEvent event = events.poll(20, TimeUnit.SECONDS);
                while (event != null && !event.getMessage().equals(message)) {
                    event = events.poll(20, TimeUnit.SECONDS);
                }
                assertThat(event).as(message).isNotNull();
                return event.getKeyValuePairs().stream()
                        .collect(Collectors.toMap(fact -> fact.key, fact -> String.valueOf(fact.value)));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
