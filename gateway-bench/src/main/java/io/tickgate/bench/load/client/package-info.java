/** The client's side of a WebSocket (RFC 6455), as cheap as counting every delivery allows. Knows no protocol above it. */
@NullMarked
package io.tickgate.bench.load.client;

import org.jspecify.annotations.NullMarked;
