package io.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts a thread before all others on its processor ({@code SCHED_FIFO}). A kernel lets a thread that has just become ready
 * wait for milliseconds behind one that is busy: whoever measures beside a crowd of clients of his own would measure that.
 *
 * <p>Takes root, or {@code CAP_SYS_NICE}, and {@code chrt} of util-linux.
 */
final class AheadOfOthers {
    private static final String PRIORITY = "10";

    private AheadOfOthers() {}

    /** Whether the calling thread is ahead of others from now on; where that is not permitted, nothing changes. */
    static boolean tryEnter() {
        try {
            // A link to PID/task/TID.
            Path own = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            List<String> command =
                    List.of("chrt", "-f", "-p", PRIORITY, own.getFileName().toString());
            Process chrt = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return chrt.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
