package io.tickgate.core.auth;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where keys come from. Each source keeps its own, so that the same id in two of them is two keys. Any thread. */
interface KeySource {
    /** The keys as they are known now; null while none could be had, or not for too long. Never blocks. */
    @Nullable
    KeySet keys();

    /**
     * Looks for newer ones.
     *
     * @return completed, by any thread and normally in any case, when it has looked; null when it does not look now
     */
    default @Nullable CompletableFuture<Void> refresh() {
        return null;
    }

    /** One that never changes. */
    static KeySource of(KeySet keys) {
        return () -> keys;
    }
}
