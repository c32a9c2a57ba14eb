package io.tickgate.bench.performance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway that is being saturated: the best case of the report, for whoever wants to look inside meanwhile. */
public final class Saturation implements AutoCloseable {
    private final Laboratory laboratory;
    private final Server server;
    private final Process load;

    private Saturation(Laboratory laboratory, Server server, Process load) {
        this.laboratory = laboratory;
        this.server = server;
        this.load = load;
    }

    /**
     * Starts a gateway that keeps frame pointers, warms it up, and goes on loading it.
     *
     * @param seconds the load lasts at least so long; it ends by itself half a minute later
     * @throws IOException when a program cannot be started
     */
    public static Saturation start(Path gateway, Path tools, Path directory, int warmUpSeconds, int seconds)
            throws IOException, InterruptedException {
        Programs programs = new Programs(gateway, tools, null);
        programs.prepare();
        Laboratory laboratory = Laboratory.forProfiles(programs, directory, seconds, warmUpSeconds);
        try {
            Server server = laboratory.server(Contestant.GATEWAY);
            List<String> command = laboratory.command(
                    server, Contestant.GATEWAY, seconds + 30, "--conns", "1000", "--saturate", "16", "--size", "256");
            Process load = new ProcessBuilder(Programs.pinned(Programs.LOAD_PROCESSOR, command))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("load.json").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(load::destroy));
            // A thousand connections are made in half a second, and the first second of load does not count.
            TimeUnit.SECONDS.sleep(2);
            return new Saturation(laboratory, server, load);
        } catch (IOException | InterruptedException e) {
            laboratory.close();
            throw e;
        }
    }

    /** The gateway's process. */
    public long pid() {
        return server.pid();
    }

    @Override
    public void close() {
        load.destroy();
        laboratory.close();
    }
}
