package io.tickgate.bench.gate;

/** This machine does not let the gate count something; the message says why and what would help. */
final class CannotCountException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotCountException(String message) {
        super(message);
    }
}
