@NullMarked
package io.tickgate.cli.systemd;

import org.jspecify.annotations.NullMarked;
