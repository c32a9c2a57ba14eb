package io.tickgate.core.transport.websocket;

import io.tickgate.protocol.message.CloseCode;

/**
 * An event on the pipeline: the client broke RFC 6455, so what it sends from here on cannot be understood.
 *
 * @param code what the close frame says
 * @param reason English, ASCII, at most {@value CloseCode#REASON_BYTES_MAX} bytes
 */
record ProtocolViolation(CloseCode code, String reason) {
    ProtocolViolation(CloseCode code) {
        this(code, code.reason());
    }
}
