package io.tickgate.bench.load.run;

/** The run could not begin: the server could not be reached, or did not serve everybody. */
public final class LoadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    LoadFailure(String message) {
        super(message);
    }
}
