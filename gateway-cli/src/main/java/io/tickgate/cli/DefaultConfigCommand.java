package io.tickgate.cli;

import io.tickgate.cli.console.Shell;
import io.tickgate.core.config.ConfigReference;
import picocli.CommandLine.Command;

/** {@code gateway default-config}. */
@Command(
        name = "default-config",
        description = "Print every configuration key with its unit, range and default.",
        footer = {"", "Example:", "  gateway default-config > config/gateway.yaml"})
final class DefaultConfigCommand implements Runnable {
    private final Shell shell;

    DefaultConfigCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        shell.out().print(ConfigReference.yaml());
        shell.out().flush();
    }
}
