/** Topics and their fan-out: where a publication gets its offset, and how it reaches every subscriber of every event loop. */
@NullMarked
package io.tickgate.core.broadcast;

import org.jspecify.annotations.NullMarked;
