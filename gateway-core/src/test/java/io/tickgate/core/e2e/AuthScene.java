package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.auth.TestTokens;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** A gateway that asks for tokens, and what it writes into its log meanwhile. */
final class AuthScene implements AutoCloseable {
    static final String ALL = "\"subscribe\":[\"*\"],\"history\":[\"*\"],\"publish\":[\"*\"]";

    private static final List<Logger> LOGGERS = Stream.of("io.tickgate.core", AuditLog.NAME)
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();

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
        LOGGERS.forEach(logger -> {
            logger.addAppender(log);
            logger.setLevel(Level.DEBUG);
            logger.setAdditive(false);
        });
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

    /** What was logged so far, with the facts of each line behind it. */
    Stream<String> log() {
        return List.copyOf(log.list).stream().map(AuthScene::line);
    }

    private static String line(ILoggingEvent event) {
        List<KeyValuePair> facts = event.getKeyValuePairs();
        return event.getFormattedMessage()
                + (facts == null
                        ? ""
                        : facts.stream()
                                .map(fact -> " " + fact.key + "=" + fact.value)
                                .collect(Collectors.joining()));
    }

    @Override
    public void close() {
        gateway.close();
        LOGGERS.forEach(logger -> {
            logger.detachAppender(log);
            logger.setLevel(null);
            logger.setAdditive(true);
        });
        assertThat(log()).noneMatch(line -> line.contains("eyJ") || line.contains("token=") || line.contains("tg_"));
    }
}
