package io.tickgate.core.config;

import java.util.List;

/**
 * How {@code serve} logs. A gateway inside an application logs as that does, but for {@code access}.
 *
 * @param repeats lines of one kind a minute, before further ones are only counted
 * @param queueLines that may wait for whoever takes them
 */
public record LoggingConfig(Format format, Level level, boolean access, int repeats, int queueLines) {
    /** How a line looks. */
    public enum Format {
        /** Text on a terminal, JSON elsewhere. */
        AUTO,
        TEXT,
        JSON
    }

    /** From which importance on. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    static final Setting<Format> FORMAT = Setting.choice(
            "logging.format",
            Format.class,
            Format.AUTO,
            "How a line of the log looks: text, or one JSON object; auto is text on a terminal and JSON elsewhere.");
    static final Setting<Level> LEVEL = Setting.choice(
            "logging.level",
            Level.class,
            Level.INFO,
            "The least that is logged. The operator's listener changes it while the gateway runs.");
    static final Setting<Boolean> ACCESS = Setting.flag(
            "logging.access",
            false,
            "Whether every HTTP request and every WebSocket connection that ends is logged, as gateway.access.");
    static final Setting<Integer> REPEATS = Setting.integer(
            "logging.repeats",
            1,
            1_000_000,
            20,
            "Lines of one kind a minute; further ones become one line with their number. The access log does not count.");

    static final Setting<Integer> QUEUE_LINES = Setting.integer(
            "logging.queue-lines",
            16,
            65_536,
            1024,
            "Lines that may wait for a slow terminal, pipe or disk; what comes above that is lost and counted, and nobody waits.");

    static final List<Setting<?>> ALL = List.of(FORMAT, LEVEL, ACCESS, REPEATS, QUEUE_LINES);

    public static final LoggingConfig DEFAULT = of(ConfigValues.NONE);

    public LoggingConfig {
        REPEATS.check(repeats);
        QUEUE_LINES.check(queueLines);
    }

    static LoggingConfig of(ConfigValues values) {
        return new LoggingConfig(
                values.get(FORMAT),
                values.get(LEVEL),
                values.get(ACCESS),
                values.get(REPEATS),
                values.get(QUEUE_LINES));
    }
}
