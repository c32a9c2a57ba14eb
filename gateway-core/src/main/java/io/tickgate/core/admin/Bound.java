package io.tickgate.core.admin;

import java.util.function.LongSupplier;

/**
 * Something that grows up to a limit, so that an alert can say how much of it is used.
 *
 * @param key of the configuration, which an operator would raise
 * @param used now; any thread may ask
 * @param limit as it is now
 */
public record Bound(String key, LongSupplier used, LongSupplier limit) {}
