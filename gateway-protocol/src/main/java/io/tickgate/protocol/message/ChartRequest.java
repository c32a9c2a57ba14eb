package io.tickgate.protocol.message;

import org.jspecify.annotations.Nullable;

/**
 * Points of a chart as HTTP brings them.
 *
 * @param updateType add, update or batch; null when the publisher leaves it to the gateway
 * @param dataPoints may be borrowed, see {@link OpaqueList}
 */
public record ChartRequest(@Nullable String updateType, OpaqueList dataPoints) {}
