package io.tickgate.bench.fault;

/** This machine lacks what a fault is made with. The message names it. */
final class NotHereException extends Exception {
    private static final long serialVersionUID = 1;

    NotHereException(String message) {
        super(message);
    }
}
