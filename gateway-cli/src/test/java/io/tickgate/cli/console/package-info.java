@NullMarked
package io.tickgate.cli.console;

import org.jspecify.annotations.NullMarked;
