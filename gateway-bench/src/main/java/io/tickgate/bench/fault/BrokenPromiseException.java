package io.tickgate.bench.fault;

/** A gateway did not do what it promises. The message says what happened instead. */
final class BrokenPromiseException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenPromiseException(String message) {
        super(message);
    }

    static void require(boolean kept, String otherwise) throws BrokenPromiseException {
        if (!kept) {
            throw new BrokenPromiseException(otherwise);
        }
    }
}
