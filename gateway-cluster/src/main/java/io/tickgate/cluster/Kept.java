package io.tickgate.cluster;

import io.tickgate.core.broadcast.StoredPublication;

/**
 * A publication as the store keeps it.
 *
 * @param forgets how often its topic was forgotten before
 */
record Kept(StoredPublication publication, int forgets) {}
