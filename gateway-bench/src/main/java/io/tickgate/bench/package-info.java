/** Placeholder so that the module compiles. */
@NullMarked
package io.tickgate.bench;

import org.jspecify.annotations.NullMarked;
