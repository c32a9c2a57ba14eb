/** The command line: one class per subcommand, and {@link io.tickgate.cli.Main}, which joins them. */
@NullMarked
package io.tickgate.cli;

import org.jspecify.annotations.NullMarked;
