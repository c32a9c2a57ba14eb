package io.tickgate.core.transport.websocket;

import io.tickgate.protocol.message.CloseCode;

/**
 * An event on the pipeline: the client broke RFC 6455, so what it sends from here on cannot be understood.
 *
 * @param code what the close frame says
 */
record ProtocolViolation(CloseCode code) {}
