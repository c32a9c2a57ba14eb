package io.tickgate.cli;

import io.tickgate.cli.console.Shell;
import io.tickgate.cli.credential.ApiKeyCommand;
import io.tickgate.cli.credential.TokenCommand;
import io.tickgate.cli.doctor.DoctorCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Every subcommand by name, in the order of the help. None of their classes is loaded before it is asked for. */
final class Subcommands {
    private static final Map<String, Function<Shell, Object>> BY_NAME = byName();

    private Subcommands() {}

    static Map<String, Function<Shell, Object>> all() {
        return BY_NAME;
    }

    private static Map<String, Function<Shell, Object>> byName() {
        Map<String, Function<Shell, Object>> commands = new LinkedHashMap<>();
        commands.put("serve", shell -> new ServeCommand(shell));
        commands.put("publish", shell -> new PublishCommand(shell));
        commands.put("subscribe", shell -> new SubscribeCommand(shell));
        commands.put("status", shell -> new StatusCommand(shell));
        commands.put("connections", shell -> new ConnectionsCommand(shell));
        commands.put("channels", shell -> new ChannelsCommand(shell));
        commands.put("nodes", shell -> new NodesCommand(shell));
        commands.put("kick", shell -> new KickCommand(shell));
        commands.put("drain", shell -> new DrainCommand(shell));
        commands.put("doctor", shell -> new DoctorCommand(shell));
        commands.put("token", shell -> new TokenCommand(shell));
        commands.put("api-key", shell -> new ApiKeyCommand(shell));
        commands.put("check-config", shell -> new CheckConfigCommand(shell));
        commands.put("default-config", shell -> new DefaultConfigCommand(shell));
        commands.put("rehearse", shell -> new RehearseCommand(shell));
        commands.put("version", shell -> new VersionCommand(shell));
        return commands;
    }
}
