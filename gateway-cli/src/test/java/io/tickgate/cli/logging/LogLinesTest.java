package io.tickgate.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.encoder.Encoder;
import io.tickgate.core.audit.LogText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The two forms of a line, to the character. */
class LogLinesTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00.250Z");

    private final Encoder<ILoggingEvent> text = new TextLines(ZoneOffset.UTC);
    private final Encoder<ILoggingEvent> json = new JsonLines();

    private static LoggingEvent event(String logger, Level level, String message, KeyValuePair... facts) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(logger);
        event.setLevel(level);
        event.setMessage(message);
        event.setThreadName("gateway-loop-1-1");
        event.setInstant(NOON);
        event.setKeyValuePairs(List.of(facts));
        return event;
    }

    private static String encoded(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
        encoder.start();
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfTextIsShortAndItsFactsFollowIt() {
        LoggingEvent event = event(
                "gateway.audit",
                Level.WARN,
                "origin refused",
                new KeyValuePair("rule", "server.allowed-origins"),
                new KeyValuePair("client", "192.0.2.7"),
                new KeyValuePair("value", "two words"));

        assertThat(encoded(text, event))
                .isEqualTo("12:00:00.250 WARN  audit - origin refused rule=server.allowed-origins client=192.0.2.7"
                        + " value=\"two words\"\n");
    }

    @Test
    void aLineOfJsonIsOneObjectWithTheFactsAsFields() {
        LoggingEvent event = event(
                "gateway.access",
                Level.INFO,
                "request",
                new KeyValuePair("path", "/a\\/b"),
                new KeyValuePair("status", 200));

        assertThat(encoded(json, event))
                .isEqualTo("{\"timestamp\":1795867200250,\"level\":\"INFO\",\"threadName\":\"gateway-loop-1-1\","
                        + "\"loggerName\":\"gateway.access\","
                        + "\"kvpList\": [{\"path\":\"/a\\\\/b\"},{\"status\":\"200\"}],"
                        + "\"formattedMessage\":\"request\",\"throwable\":null}\n");
    }

    @Test
    void whatAClientSaysCannotBeginALineNorMoveTheCursor() {
        String evil = "x\n12:00:00.000 ERROR root - all is lost\r\u001b[2J\u202e\u2028\u0000\"";
        LoggingEvent event = event("a.b.C", Level.INFO, evil, new KeyValuePair("value", evil));

        String line = encoded(text, event);

        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line.substring(0, line.length() - 1).chars()).noneMatch(c -> c < ' ' || c == 0x202e || c == 0x2028);
        assertThat(line).contains("x\\u000a12:00:00.000 ERROR", "\\u001b[2J\\u202e\\u2028\\u0000");
        String object = encoded(json, event);
        assertThat(object.indexOf('\n')).isEqualTo(object.length() - 1);
        assertThat(object.substring(0, object.length() - 1).chars()).noneMatch(c -> c < ' ');
    }

    @Test
    void theLinesOfAStackTraceAreIndentedWhateverItsMessageHolds() {
        LoggingEvent event = event("a.b.C", Level.ERROR, "failed");
        event.setThrowableProxy(
                new ThrowableProxy(new IllegalStateException("first\n12:00:00.000 ERROR root - forged")));

        assertThat(encoded(text, event).lines().skip(1))
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.startsWith("    "));
    }

    @Test
    void aTextOfAStrangerIsCut() {
        assertThat(LogText.of("a".repeat(500))).hasSize(203).endsWith("...");
        assertThat(LogText.of("plain \u4e2d\u6587")).isEqualTo("plain \u4e2d\u6587");
        assertThat(LogText.of("\u009b31m")).isEqualTo("\\u009b31m");
    }
}
