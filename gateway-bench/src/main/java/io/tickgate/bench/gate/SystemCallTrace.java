package io.tickgate.bench.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code strace -c} looking at all threads of another process, until it is detached. */
final class SystemCallTrace {
    /** Such as {@code 12.50    0.000100           1       100         2 sendto}; the column of errors may be empty. */
    private static final Pattern ROW =
            Pattern.compile("\\s*[0-9.]+\\s+[0-9.]+\\s+[0-9]+\\s+([0-9]+)\\s+(?:[0-9]+\\s+)?([a-z_0-9]+)");

    private static final int STOP_SECONDS = 20;

    private final Process strace;

    private SystemCallTrace(Process strace) {
        this.strace = strace;
    }

    /**
     * Returns when the process is being looked at.
     *
     * @param table where the counts are written to
     * @throws CannotCountException when there is no strace, or it may not attach
     */
    static SystemCallTrace attach(long pid, Path table) throws CannotCountException {
        Process strace;
        StringBuilder said = new StringBuilder();
        try {
            strace = new ProcessBuilder("strace", "-f", "-c", "-o", table.toString(), "-p", Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(strace.getInputStream(), StandardCharsets.UTF_8));
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains("attached")) {
                    return new SystemCallTrace(strace);
                }
                said.append(line).append('\n');
            }
        } catch (IOException e) {
            throw new CannotCountException("strace cannot be run (Debian: apt-get install strace): " + e.getMessage());
        }
        throw new CannotCountException(
                "strace may not attach to the gateway: " + said.toString().strip());
    }

    /** Calls by name out of what {@code strace -c} writes. */
    static Map<String, Long> read(String table) {
        Map<String, Long> calls = new HashMap<>();
        table.lines().forEach(line -> {
            Matcher row = ROW.matcher(line);
            if (row.matches() && !row.group(2).equals("total")) {
                calls.put(row.group(2), Long.parseLong(row.group(1)));
            }
        });
        return calls;
    }

    /** The counts are written when this returns. */
    void detach() {
        // strace ends by any of these signals only after it detached and wrote.
        strace.destroy();
        try {
            if (strace.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        strace.destroyForcibly();
    }
}
