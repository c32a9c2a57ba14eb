/** A gateway without sockets, which one thread runs by hand: what benchmarks and the gate count in. */
@NullMarked
package io.tickgate.bench.memory;

import org.jspecify.annotations.NullMarked;
