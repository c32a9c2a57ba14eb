/** {@code bin/bench load}: the load harness. */
@NullMarked
package io.tickgate.bench.load;

import org.jspecify.annotations.NullMarked;
