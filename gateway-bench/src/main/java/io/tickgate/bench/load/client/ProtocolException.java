package io.tickgate.bench.load.client;

/** The server broke the WebSocket protocol; the message says how. */
final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message, null, false, false);
    }
}
