package io.tickgate.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a gateway is started as a process.
 *
 * @param wrapper the command that runs {@code bin/gateway}, with its arguments; empty for none. It must become the gateway
 *     rather than wait for it, so that signals reach that
 * @param environment beside that of this process
 * @param port 0 lets the system choose
 * @param settings such as {@code server.event-loops=1}
 */
public record GatewayLaunch(List<String> wrapper, Map<String, String> environment, int port, List<String> settings) {
    public GatewayLaunch {
        wrapper = List.copyOf(wrapper);
        environment = Map.copyOf(environment);
        settings = List.copyOf(settings);
    }

    /** As an operator would start it, on a free port. */
    public static GatewayLaunch of(String... settings) {
        return new GatewayLaunch(List.of(), Map.of(), 0, List.of(settings));
    }

    public GatewayLaunch inside(String... command) {
        return new GatewayLaunch(List.of(command), environment, port, settings);
    }

    public GatewayLaunch at(int fixedPort) {
        return new GatewayLaunch(wrapper, environment, fixedPort, settings);
    }

    /** With another variable in its environment. */
    public GatewayLaunch with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new GatewayLaunch(wrapper, more, port, settings);
    }

    List<String> command(Path launcher) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(launcher.toString(), "serve", "--port", Integer.toString(port)));
        // Whoever measures is not to be sent away politely.
        command.addAll(List.of("--set", "drain.window=0s"));
        for (String setting : settings) {
            command.add("--set");
            command.add(setting);
        }
        return command;
    }
}
