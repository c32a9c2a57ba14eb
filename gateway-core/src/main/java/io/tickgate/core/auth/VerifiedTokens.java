package io.tickgate.core.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signatures were good lately, by their hashes: who sends many requests with one token has it checked once.
 *
 * <p>Any thread. <b>Bound:</b> {@value #TOKENS_MAX} tokens, those used last.
 */
final class VerifiedTokens {
    private static final int TOKENS_MAX = 1_024;

    /** @param keys which keys there were */
    private record Entry(Principal principal, long keys) {}

    /** Guarded by itself, for moments. */
    private final Map<String, Entry> byHash = new LinkedHashMap<>(16, 0.75f, true);

    /** @return null when the token is not known to be good with those keys, or has ended */
    @Nullable
    Principal find(String hash, long keys, long nowMillis) {
        synchronized (byHash) {
            Entry entry = byHash.get(hash);
            return entry != null && entry.keys == keys && nowMillis < entry.principal.endsAtMillis()
                    ? entry.principal
                    : null;
        }
    }

    void put(String hash, long keys, Principal principal) {
        synchronized (byHash) {
            byHash.put(hash, new Entry(principal, keys));
            if (byHash.size() > TOKENS_MAX) {
                byHash.remove(byHash.keySet().iterator().next());
            }
        }
    }
}
