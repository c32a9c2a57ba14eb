package io.tickgate.bench.performance;

import io.tickgate.bench.Bench;
import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.load.report.JsonResult;
import io.tickgate.bench.load.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where measurements are taken: starts each contestant when it is first needed, warms it up, and keeps it for the next round.
 *
 * <p>Not thread-safe: one measurement at a time.
 */
final class Laboratory implements AutoCloseable {
    /** All clients come from one address, and there are more than a gateway would take from one. */
    private static final Map<String, String> MANY_CONNECTIONS = Map.of(
            "GATEWAY_LIMITS_MAX_CONNECTIONS", "20000",
            "GATEWAY_LIMITS_MAX_CONNECTIONS_PER_IP", "20000");

    /** A gateway that refuses its transport names the key. */
    private static final String TRANSPORT_KEY = "server.transport";

    private static final int PROBE_BYTES = 256;

    private final Programs programs;
    private final Path logs;
    private final int seconds;
    private final int warmUpSeconds;
    private final Map<String, String> environment;
    private final Map<Contestant, Server> servers = new EnumMap<>(Contestant.class);
    private int envelopeBytes = -1;

    /**
     * @param seconds of each measurement
     * @param warmUpSeconds of load before a gateway counts: its compiler shares the processor that is measured
     */
    Laboratory(Programs programs, Path logs, int seconds, int warmUpSeconds) {
        this(programs, logs, seconds, warmUpSeconds, MANY_CONNECTIONS);
    }

    private Laboratory(Programs programs, Path logs, int seconds, int warmUpSeconds, Map<String, String> environment) {
        this.programs = programs;
        this.logs = logs;
        this.seconds = seconds;
        this.warmUpSeconds = warmUpSeconds;
        this.environment = environment;
    }

    /** Its gateways keep frame pointers, which costs them a little and lets a profiler walk their stacks. */
    static Laboratory forProfiles(Programs programs, Path logs, int seconds, int warmUpSeconds) {
        Map<String, String> environment = new HashMap<>(MANY_CONNECTIONS);
        environment.put("GATEWAY_JAVA_OPTS", "-XX:+PreserveFramePointer");
        return new Laboratory(programs, logs, seconds, warmUpSeconds, environment);
    }

    int seconds() {
        return seconds;
    }

    /** The contestant's server, warm, on its processor. */
    Server server(Contestant who) throws IOException, InterruptedException {
        Server server = servers.get(who);
        if (server == null) {
            server = fresh(who);
            servers.put(who, server);
            if (who.isGateway()) {
                warmUp(server, who);
            }
        }
        return server;
    }

    private void warmUp(Server server, Contestant who) throws IOException, InterruptedException {
        if (warmUpSeconds > 0) {
            int rated = Math.max(1, warmUpSeconds * 2 / 5);
            load(server, who, rated, "--conns", "1000", "--rate", "100");
            load(server, who, Math.max(1, warmUpSeconds - rated), "--conns", "1000", "--saturate", "16");
        }
    }

    /** A server of its own, on the server's processor; the caller closes it. */
    Server fresh(Contestant who, String... more) throws IOException, InterruptedException {
        int port = Server.freePort();
        Path log = logs.resolve(who.id() + ".log");
        if (who.isRival()) {
            return rival(who, port);
        }
        List<String> command = Programs.pinned(Programs.SERVER_PROCESSOR, programs.serve(who, Arrays.asList(more)));
        try {
            return Server.start(command, port, environment, log);
        } catch (IOException e) {
            // Anything else is a fault, which must not pass for a kernel that offers no io_uring.
            if (who == Contestant.GATEWAY_URING && Files.readString(log).contains(TRANSPORT_KEY)) {
                throw new Skipped("not offered here");
            }
            throw e;
        }
    }

    /** A gateway on all processors, cold; the caller closes it. */
    Server unpinned(String... more) throws IOException, InterruptedException {
        return Server.start(
                programs.serve(Contestant.GATEWAY, Arrays.asList(more)),
                Server.freePort(),
                environment,
                logs.resolve("gateway-unpinned.log"));
    }

    private Server rival(Contestant who, int port) throws IOException, InterruptedException {
        Path peers = programs.peers();
        if (peers == null) {
            throw new Skipped("no --peers");
        }
        List<String> command = List.of(peers.resolve("peers").toString(), "start", who.id(), Integer.toString(port));
        String pid = Programs.run(Programs.pinned(Programs.SERVER_PROCESSOR, command), 30);
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new IOException(who.id() + " ended at once"));
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return new Server(process, port);
    }

    /** Drives a server from the load's processor; what the load generator prints is returned. */
    String load(Server server, Contestant who, int duration, String... arguments)
            throws IOException, InterruptedException {
        return Programs.run(
                Programs.pinned(Programs.LOAD_PROCESSOR, command(server, who, duration, arguments)), duration);
    }

    /** Saturates a gateway by {@code bench load}, in a process of its own on the load's processor. */
    RunResult harness(Server server, String... settings) throws IOException, InterruptedException {
        Path out = Files.createDirectories(logs.resolve("harness"));
        Path result = out.resolve("saturation.json");
        Files.deleteIfExists(result);
        Path scenario = Files.writeString(out.resolve("saturation.yaml"), "load:\n  saturate: 16\n  warm-up: 2s\n");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                "load",
                scenario.toString(),
                "--url",
                "ws://127.0.0.1:" + server.port(),
                "--server-pid",
                Long.toString(server.pid()),
                "--connections",
                "1000",
                "--duration",
                seconds + "s",
                "--out",
                out.toString()));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        String shown = Programs.run(Programs.pinned(Programs.LOAD_PROCESSOR, command), seconds);
        if (!Files.exists(result)) {
            throw new IOException("bench load left no result: " + shown);
        }
        return JsonResult.read(result);
    }

    /** The load generator's command line, not pinned. */
    List<String> command(Server server, Contestant who, int duration, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                programs.pushload().toString(),
                "--adapter",
                who.adapter(),
                "--port",
                Integer.toString(server.port()),
                "--server-pid",
                Long.toString(server.pid()),
                "--json",
                "--warmup",
                "1",
                "--duration",
                Integer.toString(duration)));
        command.addAll(Arrays.asList(arguments));
        if (!command.contains("--channels")) {
            command.addAll(List.of("--channel", channel(who)));
        } else {
            command.addAll(List.of("--channel-prefix", channel(who)));
        }
        return command;
    }

    /** What a trading front end subscribes to: a member of a family that keeps history. */
    private static String channel(Contestant who) {
        return who.isGateway() ? "market_data:BENCH" : "bench";
    }

    /** What the gateway adds to a message, so that the others send frames of the same size. */
    int envelopeBytes() throws IOException, InterruptedException {
        if (envelopeBytes < 0) {
            JsonObject probe = JsonObject.parse(load(
                    server(Contestant.GATEWAY),
                    Contestant.GATEWAY,
                    1,
                    "--conns",
                    "100",
                    "--saturate",
                    "16",
                    "--size",
                    Integer.toString(PROBE_BYTES)));
            double frame = probe.number("mb_per_s") * 1e6 / probe.number("deliveries_per_s");
            envelopeBytes = (int) Math.round(frame) - PROBE_BYTES;
        }
        return envelopeBytes;
    }

    @Override
    public void close() {
        servers.values().forEach(Server::close);
    }

    /** A measurement that this machine, or this command line, has not what it takes for. */
    static final class Skipped extends IOException {
        private static final long serialVersionUID = 1;

        Skipped(String reason) {
            super(reason);
        }
    }
}
