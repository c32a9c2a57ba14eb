package io.tickgate.core.auth;

import java.util.concurrent.CompletableFuture;

/** A text with keys that can be fetched again and again. Any thread. */
interface KeyDocument {
    /** Fetches it. Never blocks; fails when it cannot be had in time, or is too large. */
    CompletableFuture<String> fetch();

    /** For the log and for faults of the configuration. */
    @Override
    String toString();
}
