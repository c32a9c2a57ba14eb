package io.tickgate.core.broadcast;

import io.tickgate.protocol.wire.WireLimits;
import java.util.List;

/**
 * The numbers and names that the fan-out needs; each comes from the configuration key named.
 *
 * @param families the bases that exist ({@code channels}, and the guide's five), and what they keep
 * @param topicsMax {@code limits.max-topics}
 * @param topicsPerAddressMax {@code limits.max-topics-per-ip}
 * @param topicIdleNanos {@code limits.topic-idle}
 * @param publicationBytesMax {@code limits.max-publication-bytes}
 * @param ingestBytesMax {@code limits.ingest-bytes-total}
 * @param historyBytesMax {@code history.bytes-total}
 * @param conflationBytesMax {@code outbound.conflation-bytes-total}
 * @param idempotencyKeysMax {@code limits.max-idempotency-keys}
 * @param idempotencyTtlNanos {@code limits.idempotency-ttl}
 * @param turnBytesMax {@code outbound.turn-bytes-max}
 * @param joinWaitNanos {@code outbound.join-wait}
 * @param deflateLevel {@code compression.level}
 * @param deflateBytesMin {@code compression.min-bytes}
 * @param slowPublicationNanos {@code metrics.slow-publication}
 * @param bodyLimits for publications that arrive as bytes
 */
public record EngineSettings(
        List<FamilySettings> families,
        int topicsMax,
        int topicsPerAddressMax,
        long topicIdleNanos,
        int publicationBytesMax,
        long ingestBytesMax,
        long historyBytesMax,
        long conflationBytesMax,
        int idempotencyKeysMax,
        long idempotencyTtlNanos,
        int turnBytesMax,
        long joinWaitNanos,
        int deflateLevel,
        int deflateBytesMin,
        long slowPublicationNanos,
        WireLimits bodyLimits) {}
