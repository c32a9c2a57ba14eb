@NullMarked
package io.tickgate.cli.logging;

import org.jspecify.annotations.NullMarked;
