package io.tickgate.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.encoder.Encoder;
import io.tickgate.core.admin.LogControl;
import io.tickgate.core.config.LoggingConfig;
import io.tickgate.core.time.SystemClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The log of a gateway that serves, as the configuration wants it, in place of what {@link ConsoleLogging} set up before
 * there was one. A file of logback's own that the operator named counts instead; then only levels are changed here.
 */
public final class ServeLog implements LogControl, AutoCloseable {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private final LoggerContext loggers;
    private final Logger root;
    private final @Nullable Appender<ILoggingEvent> before;
    private final @Nullable AsyncLines lines;
    private final boolean isJson;

    private ServeLog(
            LoggerContext loggers,
            @Nullable Appender<ILoggingEvent> before,
            @Nullable AsyncLines lines,
            boolean isJson) {
        this.loggers = loggers;
        this.root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        this.before = before;
        this.lines = lines;
        this.isJson = isJson;
    }

    /** Logs to {@code target} from now on, until {@link #close}. */
    public static ServeLog begin(LoggingConfig config, OutputStream target) {
        return begin(config, target, (LoggerContext) LoggerFactory.getILoggerFactory(), isTerminal());
    }

    static ServeLog begin(LoggingConfig config, OutputStream target, LoggerContext loggers, boolean isTerminal) {
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(config.level().name()));
        Appender<ILoggingEvent> before = root.getAppender(ConsoleLogging.APPENDER);
        boolean isJson = config.format() == LoggingConfig.Format.JSON
                || (config.format() == LoggingConfig.Format.AUTO && !isTerminal);
        if (before == null) {
            return new ServeLog(loggers, null, null, isJson);
        }
        Encoder<ILoggingEvent> encoder = isJson ? new JsonLines() : new TextLines(ZoneId.systemDefault());
        encoder.setContext(loggers);
        encoder.start();
        AsyncLines lines = new AsyncLines(
                encoder, target, config.queueLines(), new Repetition(config.repeats()), new SystemClock()::nanoTime);
        lines.setName(ConsoleLogging.APPENDER);
        lines.setContext(loggers);
        lines.start();
        root.detachAppender(before);
        root.addAppender(lines);
        return new ServeLog(loggers, before, lines, isJson);
    }

    private static boolean isTerminal() {
        try {
            String name = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** Whether standard output holds JSON and nothing else. */
    public boolean isJson() {
        return isJson;
    }

    @Override
    public Map<String, String> levels() {
        Map<String, String> levels = new LinkedHashMap<>();
        for (Logger logger : loggers.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(
                        logger == root ? ROOT : logger.getName(),
                        logger.getLevel().toString().toLowerCase(Locale.ROOT));
            }
        }
        return levels;
    }

    @Override
    public boolean setLevel(String name, String level) {
        Logger logger = name.equals(ROOT) ? root : loggers.exists(name);
        if (logger == null) {
            return false;
        }
        logger.setLevel(Level.toLevel(level));
        return true;
    }

    @Override
    public long droppedLines() {
        return lines == null ? 0 : lines.droppedLines();
    }

    /** Writes what is queued, and logs as before from then on. */
    @Override
    public void close() {
        if (lines != null && before != null) {
            root.addAppender(before);
            root.detachAppender(lines);
            lines.stop();
        }
    }
}
