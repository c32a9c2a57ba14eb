package io.tickgate.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.LoggingConfig;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServeLogTest {
    private final LoggerContext loggers = new LoggerContext();
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();

    @BeforeEach
    void configure() {
        loggers.setMDCAdapter(new LogbackMDCAdapter());
        new ConsoleLogging().configure(loggers);
    }

    private static LoggingConfig config(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return GatewayConfig.of(all).logging();
    }

    private List<String> lines() {
        return target.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void autoIsTextOnATerminalAndJsonElsewhere() {
        Logger logger = loggers.getLogger("a.B");
        try (ServeLog terminal = ServeLog.begin(config(), target, loggers, true)) {
            assertThat(terminal.isJson()).isFalse();
            logger.info("for {}", "people");
        }
        try (ServeLog pipe = ServeLog.begin(config(), target, loggers, false)) {
            assertThat(pipe.isJson()).isTrue();
            logger.info("for {}", "programs");
        }

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("INFO  B - for people"),
                        line -> assertThat(line)
                                .startsWith("{\"timestamp\":")
                                .contains("\"formattedMessage\":\"for programs\"")
                                .endsWith("}"));
    }

    @Test
    void aLevelIsChangedWhileItRuns() {
        Logger logger = loggers.getLogger("io.tickgate.core.session.Session");
        try (ServeLog log = ServeLog.begin(config("logging.level", "warn"), target, loggers, true)) {
            logger.info("not yet");
            assertThat(log.setLevel("io.tickgate.core.session", "debug")).isTrue();
            assertThat(log.setLevel("nobody.logs.here", "debug")).isFalse();
            assertThat(log.levels())
                    .containsEntry("root", "warn")
                    .containsEntry("io.tickgate.core.session", "debug")
                    .containsEntry("io.netty", "warn");
            logger.debug("now");
        }

        assertThat(lines()).singleElement().asString().endsWith("DEBUG Session - now");
    }

    @Test
    void whatIsRepeatedBecomesOneLineWithTheNumber() {
        Logger logger = loggers.getLogger("a.B");
        try (ServeLog log = ServeLog.begin(config("logging.repeats", "2"), target, loggers, true)) {
            assertThat(log.droppedLines()).isZero();
            for (int i = 0; i < 10; i++) {
                logger.warn("client {} again", i);
            }
        }

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("client 0 again"),
                        line -> assertThat(line).endsWith("client 1 again"),
                        line -> assertThat(line).contains("WARN  B - client {} again (more of them) repeated=8"));
    }

    @Test
    void whoLogsNeverWaitsForATargetThatTakesNothing() throws Exception {
        CountDownLatch isBlocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                isBlocked.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                target.write(bytes, offset, length);
            }
        };
        Logger logger = loggers.getLogger("gateway.access");
        try (ServeLog log = ServeLog.begin(config("logging.queue-lines", "16"), stuck, loggers, true)) {
            logger.info("the first");
            isBlocked.await();
            for (int i = 0; i < 100; i++) {
                logger.info("line {}", i);
            }
            assertThat(log.droppedLines()).isEqualTo(84);

            release.countDown();
            Awaitility.await().untilAsserted(() -> assertThat(lines()).hasSize(18));
        }

        assertThat(lines().get(17)).contains("lines were lost because nobody took them in time lost=84");
    }

    @Test
    void afterItsEndTheLogIsAsBefore() {
        Object before = loggers.getLogger("ROOT").getAppender(ConsoleLogging.APPENDER);
        ServeLog.begin(config(), target, loggers, true).close();

        assertThat(loggers.getLogger("ROOT").getAppender(ConsoleLogging.APPENDER))
                .isSameAs(before);
    }
}
