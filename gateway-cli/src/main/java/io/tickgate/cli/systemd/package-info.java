/** What a process and the systemd that started it say to each other: sockets, readiness, the watchdog. */
@NullMarked
package io.tickgate.cli.systemd;

import org.jspecify.annotations.NullMarked;
