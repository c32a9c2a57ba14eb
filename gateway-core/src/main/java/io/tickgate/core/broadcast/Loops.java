package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;

/** The way to another loop, which may turn out to be the caller's own. */
public final class Loops {
    private Loops() {}

    /** Runs {@code task} on {@code loop}: at once when that is the caller, else behind what it was handed before. */
    public static void run(EventExecutor loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
