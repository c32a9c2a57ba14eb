package io.tickgate.bench;

import java.io.IOException;

/** Signals to processes that this one has started. */
final class ChildSignal {
    private ChildSignal() {}

    /** @param name such as {@code STOP} */
    static void send(Process process, String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + name + " " + process.pid() + " ended with " + status);
        }
    }
}
