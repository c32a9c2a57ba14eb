package io.tickgate.protocol.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a back-test stands. */
public enum TaskStatus {
    PENDING(false),
    RUNNING(false),
    COMPLETED(true),
    FAILED(true),
    CANCELLED(true),
    PAUSED(false);

    private final String wireName;
    private final boolean terminal;

    TaskStatus(boolean terminal) {
        this.wireName = name().toLowerCase(Locale.ROOT);
        this.terminal = terminal;
    }

    /** Such as {@code running}. */
    public String wireName() {
        return wireName;
    }

    /** Whether nothing follows it within the same run. */
    public boolean isTerminal() {
        return terminal;
    }

    /** The status of that exact wire name, or null. */
    public static @Nullable TaskStatus ofWireName(String wireName) {
        for (TaskStatus status : values()) {
            if (status.wireName.equals(wireName)) {
                return status;
            }
        }
        return null;
    }
}
