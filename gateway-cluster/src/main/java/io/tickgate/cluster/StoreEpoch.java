package io.tickgate.cluster;

/**
 * A life of the store, in which it has lost nothing.
 *
 * @param floor every offset under it is above, and every one under earlier epochs is not
 */
record StoreEpoch(String id, long floor) {}
