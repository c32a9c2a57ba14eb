package io.tickgate.cli.demo;

/** A file of bars cannot be used; the message is a whole line for the operator and names the file and the line in it. */
public final class BarFileException extends Exception {
    private static final long serialVersionUID = 1L;

    BarFileException(String message) {
        super(message, null, false, false);
    }
}
