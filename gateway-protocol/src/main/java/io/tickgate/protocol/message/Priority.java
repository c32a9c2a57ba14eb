package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/** How urgent a publication is; it never reaches the subscriber. The wire uses the constants' own names. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH,
    URGENT;

    /** The priority of that exact name, or null. */
    public static @Nullable Priority ofWireName(String name) {
        return switch (name) {
            case "LOW" -> LOW;
            case "NORMAL" -> NORMAL;
            case "HIGH" -> HIGH;
            case "URGENT" -> URGENT;
            default -> null;
        };
    }
}
