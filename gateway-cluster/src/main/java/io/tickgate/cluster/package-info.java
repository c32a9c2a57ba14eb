/**
 * Redis as what several gateways share: {@link io.tickgate.cluster.RedisBackbone} numbers, keeps and tells publications there.
 *
 * <p>All of it lives on one event loop, the one of the connections to Redis ("the store's loop"), but for
 * {@link io.tickgate.cluster.HomeFeed}, of which each home loop has one.
 */
@NullMarked
package io.tickgate.cluster;

import org.jspecify.annotations.NullMarked;
