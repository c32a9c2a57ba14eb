package io.tickgate.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tickgate.core.audit.AccessLog;
import io.tickgate.core.audit.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.event.KeyValuePair;

/**
 * Keeps one cause from filling the log: of lines of one kind (the same logger, level and message, whatever its arguments)
 * so many a minute pass, and the others are counted. The access log and what the audit log says of operators are no
 * repetition, and pass whole; its refusals are counted for each client, so that nobody hides somebody else's.
 *
 * <p>Any thread. <b>Bound:</b> {@link #KINDS_MAX} kinds are counted at a time; further ones pass.
 */
final class Repetition {
    /** The gateway has some dozens of messages; an application's may be more. */
    static final int KINDS_MAX = 1_000;

    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What makes two lines equal. */
    record Kind(String logger, int level, String message) {}

    /** Lines of one kind that were held back. */
    record Held(Kind kind, int count) {}

    private static final class Window {
        private final long sinceNanos;
        private final AtomicInteger count = new AtomicInteger();

        Window(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    private final int most;
    private final ConcurrentHashMap<Kind, Window> windows = new ConcurrentHashMap<>();

    /** @param most lines of a kind that pass in a minute */
    Repetition(int most) {
        this.most = most;
    }

    /** Whether the line passes. */
    boolean admits(ILoggingEvent event, long nowNanos) {
        String logger = event.getLoggerName();
        boolean isAudit = logger.equals(AuditLog.NAME);
        if (logger.equals(AccessLog.NAME) || (isAudit && !event.getLevel().isGreaterOrEqual(Level.WARN))) {
            return true;
        }
        String message = event.getMessage() + (isAudit ? from(event) : "");
        Kind kind = new Kind(logger, event.getLevel().toInt(), message);
        Window window = windows.get(kind);
        if (window == null) {
            if (windows.size() >= KINDS_MAX) {
                return true;
            }
            window = windows.computeIfAbsent(kind, unseen -> new Window(nowNanos));
        }
        return window.count.incrementAndGet() <= most;
    }

    private static String from(ILoggingEvent event) {
        List<KeyValuePair> facts = event.getKeyValuePairs();
        return facts == null
                ? ""
                : facts.stream()
                        .filter(fact -> fact.key.equals("client"))
                        .map(fact -> " from " + fact.value)
                        .findFirst()
                        .orElse("");
    }

    /** Ends the minutes that are over. @return what was held back in them */
    List<Held> takeHeld(long nowNanos) {
        List<Held> held = new ArrayList<>();
        windows.forEach((kind, window) -> {
            if (nowNanos - window.sinceNanos >= WINDOW_NANOS && windows.remove(kind, window)) {
                int over = window.count.get() - most;
                if (over > 0) {
                    held.add(new Held(kind, over));
                }
            }
        });
        return held;
    }

    /** Ends all minutes. @return what was held back in them */
    List<Held> takeAllHeld(long nowNanos) {
        return takeHeld(nowNanos + WINDOW_NANOS);
    }
}
