/** The WebSocket side of a connection: handshake, frames in, messages to the session, bytes out. */
@NullMarked
package io.tickgate.core.transport.websocket;

import org.jspecify.annotations.NullMarked;
