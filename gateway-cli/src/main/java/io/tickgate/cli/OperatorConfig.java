package io.tickgate.cli;

import io.tickgate.cli.console.Shell;
import io.tickgate.core.config.ConfigLoader;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.LoadedConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds and loads what the operator configured: the file, the environment over it, flags over both. */
public final class OperatorConfig {
    private OperatorConfig() {}

    /**
     * Loads the configuration.
     *
     * @param file null for {@code config/gateway.yaml} of the installation, if there is one
     * @param flags by dotted key, such as {@code server.port}
     * @throws io.tickgate.core.config.ConfigException one line that names what is wrong
     */
    public static GatewayConfig load(Shell shell, @Nullable Path file, Map<String, String> flags) {
        return read(shell, file, flags, Map.of()).config();
    }

    /**
     * The same, to be compared with a later reading.
     *
     * @param flagNames what the operator calls a flag, by key, where that is not {@code --set}
     */
    static LoadedConfig read(
            Shell shell, @Nullable Path file, Map<String, String> flags, Map<String, String> flagNames) {
        return ConfigLoader.read(file != null ? file : defaultFile(shell), shell.environment(), flags, flagNames);
    }

    private static @Nullable Path defaultFile(Shell shell) {
        Path file = shell.home().resolve("config").resolve("gateway.yaml");
        // One that may not be looked at is there, and reading it says why it cannot be.
        return Files.notExists(file) ? null : file;
    }
}
