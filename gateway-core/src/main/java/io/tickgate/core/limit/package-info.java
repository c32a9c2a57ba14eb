/** Bounds that all connections share: bytes that are being received, and how many connections there may be. */
@NullMarked
package io.tickgate.core.limit;

import org.jspecify.annotations.NullMarked;
