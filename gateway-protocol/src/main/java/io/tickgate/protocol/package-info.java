/** Placeholder so that the module compiles. */
@NullMarked
package io.tickgate.protocol;

import org.jspecify.annotations.NullMarked;
