package io.tickgate.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.tickgate.core.audit.LogText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * Lines for people: time of day, level, who speaks, what he says, and the facts as {@code key=value}. Whatever a client has
 * put into it stays on its line; the lines of a stack trace are indented.
 */
final class TextLines extends EncoderBase<ILoggingEvent> {
    private final DateTimeFormatter time;

    TextLines(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        time.formatTo(event.getInstant(), line);
        String level = event.getLevel().toString();
        line.append(' ').append(level).append(" ".repeat(6 - level.length()));
        String name = event.getLoggerName();
        line.append(name, name.lastIndexOf('.') + 1, name.length()).append(" - ");
        line.append(LogText.escaped(String.valueOf(event.getFormattedMessage())));
        List<KeyValuePair> facts = event.getKeyValuePairs();
        if (facts != null) {
            for (KeyValuePair fact : facts) {
                line.append(' ').append(fact.key).append('=').append(quoted(String.valueOf(fact.value)));
            }
        }
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            ThrowableProxyUtil.asString(thrown)
                    .lines()
                    .forEach(each -> line.append("    ")
                            .append(LogText.escaped(each.strip()))
                            .append('\n'));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A value with spaces would look like several facts. */
    private static String quoted(String value) {
        String clean = LogText.escaped(value);
        return clean.isEmpty() || clean.indexOf(' ') >= 0 || clean.indexOf('"') >= 0
                ? '"' + clean.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : clean;
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
