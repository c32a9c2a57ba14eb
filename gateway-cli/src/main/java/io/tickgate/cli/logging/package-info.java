/** How the program logs. */
@NullMarked
package io.tickgate.cli.logging;

import org.jspecify.annotations.NullMarked;
