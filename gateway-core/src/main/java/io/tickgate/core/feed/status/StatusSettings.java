package io.tickgate.core.feed.status;

/**
 * When the status is told.
 *
 * @param intervalNanos between two of them ({@code status-feed.interval})
 * @param ingestNanos how long what was handed in stands ({@code status-feed.ingest-ttl})
 */
public record StatusSettings(long intervalNanos, long ingestNanos) {}
