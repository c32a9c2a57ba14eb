package io.tickgate.protocol.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives the same string for the same name again, so that reading a map allocates no names.
 *
 * <p>Bounded: a name that falls on a taken place replaces the one there. The protocol's own names fit beside each other.
 */
final class NameCache {
    private static final int SLOTS = 256;

    private final @Nullable String[] slots = new String[SLOTS];

    String get(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[offset + i];
        }
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        String cached = slots[slot];
        if (cached != null && isSame(cached, bytes, offset, length)) {
            return cached;
        }
        String name = new String(bytes, offset, length, StandardCharsets.UTF_8);
        slots[slot] = name;
        return name;
    }

    /** Compares ASCII only: other names never match, and are simply made again. */
    private static boolean isSame(String cached, byte[] bytes, int offset, int length) {
        if (cached.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (cached.charAt(i) != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
