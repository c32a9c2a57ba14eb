/** Placeholder so that the module compiles. */
@NullMarked
package io.tickgate.cli;

import org.jspecify.annotations.NullMarked;
