/** Placeholder so that the module compiles. */
@NullMarked
package io.tickgate.core;

import org.jspecify.annotations.NullMarked;
