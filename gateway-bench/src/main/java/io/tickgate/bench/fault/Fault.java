package io.tickgate.bench.fault;

import java.io.IOException;

/** Something that happens to a gateway, and what it promises for that case. */
interface Fault {
    /** In the words of the command line, such as {@code kill}. */
    String name();

    /** What must hold, as a sentence. */
    String promise();

    /** Whether it says nothing when it is short. */
    default boolean isLong() {
        return false;
    }

    /**
     * Makes it happen to a gateway of its own.
     *
     * @return what was seen, in figures
     * @throws BrokenPromiseException when the gateway does not do what it promises
     * @throws NotHereException when it cannot be made to happen on this machine
     * @throws IOException when the gateway does not start or does not answer
     */
    String run(Extent extent) throws BrokenPromiseException, NotHereException, IOException, InterruptedException;
}
