/** The two targets of the guide, 1000 messages a second and latencies under 50 ms, verified over real sockets. */
@NullMarked
package io.tickgate.bench.guide;

import org.jspecify.annotations.NullMarked;
