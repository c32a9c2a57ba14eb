package io.tickgate.core.producer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Figures of the system status that stand for the gateway's own until the next are told, at most
 * {@code status-feed.ingest-ttl}. What is not told here is the gateway's again. Nothing is checked here: the gateway does
 * when the update is published.
 *
 * <p>Immutable; every method gives a new one.
 */
public final class StatusUpdate {
    private final Members members;

    /** Tells nothing yet, and is refused like that. */
    public StatusUpdate() {
        this(Members.NONE);
    }

    private StatusUpdate(Members members) {
        this.members = members;
    }

    /** @param percent 0 to 100, of all processors */
    public StatusUpdate cpuUsage(double percent) {
        return with("cpu_usage", percent);
    }

    /** @param mebibytes not negative */
    public StatusUpdate memoryUsage(double mebibytes) {
        return with("memory_usage", mebibytes);
    }

    /** @param count not negative */
    public StatusUpdate activeBacktests(int count) {
        return with("active_backtests", count);
    }

    /**
     * A figure of the application's own.
     *
     * @param name not {@code active_connections}, which is always the gateway's count
     * @param value of what {@link Producer} takes as JSON
     */
    public StatusUpdate with(String name, @Nullable Object value) {
        return new StatusUpdate(members.with(name, value));
    }

    Map<String, ?> toMap() {
        return members.values();
    }
}
