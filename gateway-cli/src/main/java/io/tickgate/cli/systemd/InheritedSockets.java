package io.tickgate.cli.systemd;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The sockets that systemd opened for this process: sd_listen_fds(3). */
public final class InheritedSockets {
    /** Behind standard input, output and error. */
    private static final int FIRST = 3;

    private InheritedSockets() {}

    /**
     * Their descriptors; none where the sockets were meant for another process, such as the parent whose environment this one
     * has, or where there are none.
     *
     * @param pid of this process
     */
    public static List<Integer> of(Map<String, String> environment, long pid) {
        String count = environment.getOrDefault("LISTEN_FDS", "");
        if (!environment.getOrDefault("LISTEN_PID", "").equals(Long.toString(pid)) || !count.matches("\\d{1,3}")) {
            return List.of();
        }
        return IntStream.range(FIRST, FIRST + Integer.parseInt(count)).boxed().toList();
    }
}
