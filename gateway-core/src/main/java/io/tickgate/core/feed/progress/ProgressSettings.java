package io.tickgate.core.feed.progress;

import io.tickgate.protocol.wire.WireLimits;

/**
 * Limits of the back-test progress.
 *
 * @param taskTtlNanos a task is forgotten so long after its last update ({@code progress.task-ttl})
 * @param tasksMax tasks that are kept ({@code progress.max-tasks})
 * @param bytesMax what their states take together ({@code progress.bytes-total})
 * @param publicationBytesMax what one state takes with its envelope ({@code limits.max-publication-bytes})
 * @param reportLimits of one report
 */
public record ProgressSettings(
        long taskTtlNanos, int tasksMax, long bytesMax, int publicationBytesMax, WireLimits reportLimits) {}
