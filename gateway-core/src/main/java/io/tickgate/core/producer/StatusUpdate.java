package io.tickgate.core.producer;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Figures of the system status that stand for the gateway's own until the next are told, at most
 * {@code status-feed.ingest-ttl}. What is not told here is the gateway's again. The names are checked here, everything else
 * the gateway checks when the update is published.
 *
 * <p>Immutable; every method gives a new one.
 */
public final class StatusUpdate {
    private static final String ACTIVE_CONNECTIONS = "active_connections";

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
     * @param value of what {@link Producer} takes as JSON
     * @throws IllegalArgumentException for {@code active_connections}, which is always the gateway's own count
     */
    public StatusUpdate with(String name, @Nullable Object value) {
        if (Objects.requireNonNull(name, "name").equals(ACTIVE_CONNECTIONS)) {
            throw new IllegalArgumentException(
                    ACTIVE_CONNECTIONS + " is always the gateway's own count of its connections and cannot be told");
        }
        return new StatusUpdate(members.with(name, value));
    }

    Map<String, ?> toMap() {
        return members.values();
    }
}
