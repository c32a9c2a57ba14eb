@NullMarked
package io.tickgate.cli;

import org.jspecify.annotations.NullMarked;
