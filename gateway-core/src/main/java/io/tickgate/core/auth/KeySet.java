package io.tickgate.core.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of one source. Immutable. <b>Bound:</b> {@value #KEYS_MAX} keys. */
record KeySet(List<TokenKey> keys) {
    static final int KEYS_MAX = 64;

    static final KeySet EMPTY = new KeySet(List.of());

    KeySet {
        keys = List.copyOf(keys);
        if (keys.size() > KEYS_MAX) {
            throw new IllegalArgumentException("more than " + KEYS_MAX + " keys");
        }
    }

    /**
     * The keys that a token may be checked with.
     *
     * @param id which key the token says; null when it says none, and then all of its algorithm are tried
     */
    List<TokenKey> candidates(String algorithm, @Nullable String id) {
        return keys.stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .filter(key -> id == null || key.id() == null || key.id().equals(id))
                .toList();
    }
}
