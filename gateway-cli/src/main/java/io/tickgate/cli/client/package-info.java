/** A client of a running gateway: HTTP and WebSocket of the JDK, messages by the protocol's codec. */
@NullMarked
package io.tickgate.cli.client;

import org.jspecify.annotations.NullMarked;
