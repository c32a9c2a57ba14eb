package io.tickgate.cli.systemd;

import io.tickgate.core.LoopProbe;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds systemd's watchdog while every event loop comes round, and for no other reason: a process in which a thread still runs
 * while its clients wait is not alive.
 *
 * <p>A question is asked when the one before was answered, so a stuck loop has one task more to do and no pile of them.
 *
 * <p><b>Owner:</b> the thread that calls {@link #tick}.
 */
final class Watchdog {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /** Looks within the time in which systemd wants to hear something: answered at one, told at the next at the latest. */
    private static final int TICKS = 4;

    private final Supplier<LoopProbe> probes;
    private final Runnable feed;
    private LoopProbe asked;
    private int unanswered;

    /**
     * @param probes asks every loop
     * @param feed tells systemd
     */
    Watchdog(Supplier<LoopProbe> probes, Runnable feed) {
        this.probes = probes;
        this.feed = feed;
        this.asked = probes.get();
    }

    /**
     * How often {@link #tick} is to be called; null where systemd asks for no watchdog, or asks another process.
     *
     * @param pid of this process
     */
    static @Nullable Duration interval(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String ofPid = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
        if (!micros.matches("[1-9]\\d{0,15}") || !ofPid.equals(Long.toString(pid))) {
            return null;
        }
        return Duration.ofNanos(Math.max(1, Long.parseLong(micros) / TICKS) * 1_000);
    }

    void tick() {
        if (asked.isAnswered()) {
            if (unanswered >= TICKS / 2) {
                LOG.warn("the event loops answer again");
            }
            unanswered = 0;
            feed.run();
            asked = probes.get();
        } else if (++unanswered == TICKS / 2) {
            LOG.error("an event loop does not answer, so the watchdog is not fed:\n{}", asked.silentThreads());
        }
    }
}
