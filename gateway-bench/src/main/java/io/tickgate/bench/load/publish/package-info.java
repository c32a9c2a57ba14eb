/** When publications are due, what they look like, and the ways in which they reach the server. */
@NullMarked
package io.tickgate.bench.load.publish;

import org.jspecify.annotations.NullMarked;
