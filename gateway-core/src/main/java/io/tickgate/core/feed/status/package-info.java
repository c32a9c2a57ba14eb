/** The state of the gateway and of what its publishers say about themselves, told every few seconds. */
@NullMarked
package io.tickgate.core.feed.status;

import org.jspecify.annotations.NullMarked;
