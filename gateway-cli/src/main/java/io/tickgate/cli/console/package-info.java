/** The edge to the shell: streams, exit codes, signals, failures that end a command. */
@NullMarked
package io.tickgate.cli.console;

import org.jspecify.annotations.NullMarked;
