package io.tickgate.cli.doctor;

import io.tickgate.cli.console.Failure;

/**
 * One thing that a healthy gateway does.
 *
 * @param name short and stable: scripts look for it
 */
record Check(String name, Body body) {
    /** Looks. */
    @FunctionalInterface
    interface Body {
        /** @throws Failure when the gateway refused, or was lost: the check failed with that text */
        Finding look() throws Failure, InterruptedException;
    }

    Finding run() throws InterruptedException {
        try {
            return body.look();
        } catch (Failure failure) {
            return Finding.fail(String.valueOf(failure.getMessage()), "read the gateway's log of this moment");
        }
    }
}
