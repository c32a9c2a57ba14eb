package io.tickgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of a process, or of one of its threads, in the files of its directory under {@code /proc}. */
public final class ProcFiles {
    /** Processor time comes in ticks of so many nanoseconds. */
    public static final long TICK_NANOS = 10_000_000;

    private static final String RESIDENT = "VmRSS:";

    private ProcFiles() {}

    /** The directory of a process. */
    public static Path of(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }

    /** The text in which {@link #name} and {@link #cpuTicks} look. */
    public static String stat(Path directory) throws IOException {
        return Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
    }

    /** The name of the program or thread. */
    public static String name(String stat) {
        return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    }

    /** User and system time since the beginning, in ticks. */
    public static long cpuTicks(String stat) {
        // Fields 14 and 15, counted behind the name, which may contain spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** Resident memory in KiB. */
    public static long residentKib(Path directory) throws IOException {
        for (String line : Files.readAllLines(directory.resolve("status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(
                        line.substring(RESIDENT.length(), line.lastIndexOf(' ')).strip());
            }
        }
        throw new IOException(directory + " has no " + RESIDENT);
    }
}
