package io.tickgate.bench.load.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where it was measured.
 *
 * @param kernel name, release and architecture
 * @param processors those that this process may use are among them
 * @param cpuModel as the kernel names it, {@code unknown} where it does not
 * @param java the client's virtual machine with its version
 */
public record Machine(String kernel, int processors, String cpuModel, String java) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

    /** The machine that this runs on. */
    public static Machine here() {
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                onlineProcessors(),
                cpuModelOfHere(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }

    /** {@code availableProcessors} is what this process is pinned to, which says little about the machine. */
    private static int onlineProcessors() {
        try {
            int count = 0;
            for (String range : Files.readString(ONLINE).strip().split(",", -1)) {
                String[] ends = range.split("-", -1);
                count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
            }
            return count;
        } catch (IOException | NumberFormatException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    private static String cpuModelOfHere() {
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
