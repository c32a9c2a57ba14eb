/** A load run: who connects, leaves and comes back when, what is published meanwhile, and what it comes to. */
@NullMarked
package io.tickgate.bench.load.run;

import org.jspecify.annotations.NullMarked;
