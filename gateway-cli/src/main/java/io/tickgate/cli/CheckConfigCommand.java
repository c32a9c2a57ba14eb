package io.tickgate.cli;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Shell;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.config.MemoryPlan;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gateway check-config [FILE]}. */
@Command(
        name = "check-config",
        description = "Check a configuration, with the environment over it, and print how it plans its memory.",
        footer = {"", "Examples:", "  gateway check-config", "  gateway check-config /etc/gateway.yaml"})
final class CheckConfigCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "Default: config/gateway.yaml of the installation, if it is there.")
    private @Nullable Path file;

    CheckConfigCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        GatewayConfig config = OperatorConfig.load(shell, file, Map.of());
        shell.out().println("ok");
        shell.out().println(MemoryPlan.of(config));
        return ExitCode.OK.code();
    }
}
