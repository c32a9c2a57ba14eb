/** Sockets: the pipeline, the WebSocket upgrade, frames in, bytes out. The only place that knows Netty's channels. */
@NullMarked
package io.tickgate.core.transport;

import org.jspecify.annotations.NullMarked;
