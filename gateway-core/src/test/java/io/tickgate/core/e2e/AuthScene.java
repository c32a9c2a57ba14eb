package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tickgate.core.auth.TestTokens;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A gateway that asks for tokens, and what it writes into its log meanwhile. */
final class AuthScene implements AutoCloseable {
    static final String ALL = "\"subscribe\":[\"*\"],\"history\":[\"*\"],\"publish\":[\"*\"]";

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.tickgate.core");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final TestGateway gateway;

    AuthScene(String... settings) {
        this(Wiring.EPOLL_TWO_LOOPS, settings);
    }

    AuthScene(Wiring wiring, String... settings) {
        List<String> all = new ArrayList<>(
                List.of("auth.mode", "required", "auth.hs-secret", TestTokens.SECRET, "auth.leeway", "0s"));
        all.addAll(List.of(settings));
        log.start();
        LOGGER.addAppender(log);
        LOGGER.setLevel(Level.DEBUG);
        LOGGER.setAdditive(false);
        gateway = TestGateway.start(wiring, all.toArray(String[]::new));
    }

    TestGateway gateway() {
        return gateway;
    }

    static String token(String subject, int seconds, String more) {
        return TestTokens.hs256(TestTokens.claims(subject, System.currentTimeMillis() / 1_000 + seconds, more));
    }

    /** A client that has shown {@code token} in its handshake, and has its welcome behind it. */
    RawWebSocket client(String token) {
        return gateway.client("Authorization: Bearer " + token);
    }

    HttpResponse<String> get(String path, String token) {
        return gateway.request("GET", path, "", "Authorization", "Bearer " + token);
    }

    HttpResponse<String> post(String path, String body, String token) {
        return send("POST", path, body, token);
    }

    HttpResponse<String> send(String method, String path, String body, String token) {
        return gateway.request(
                method, path, body, "Content-Type", "application/json", "Authorization", "Bearer " + token);
    }

    /** What was logged so far. */
    Stream<String> log() {
        return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage);
    }

    @Override
    public void close() {
        gateway.close();
        LOGGER.detachAppender(log);
        LOGGER.setLevel(null);
        LOGGER.setAdditive(true);
        assertThat(log()).noneMatch(line -> line.contains("eyJ") || line.contains("token=") || line.contains("tg_"));
    }
}
