/**
 * How a module writes to topics that several gateways share: one write of a topic after the other, each computed from all that
 * was published before it.
 */
@NullMarked
package io.tickgate.core.feed.shared;

import org.jspecify.annotations.NullMarked;
