package io.tickgate.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: says what there is. */
@Command(
        name = "gateway",
        description = "Takes a publication once and puts it on thousands of screens.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        footer = {
            "",
            "Examples:",
            "  gateway serve --demo               a gateway with live prices on port 8001",
            "  gateway subscribe market_data      watch them in another terminal",
            "  gateway doctor                     check a running gateway",
            "  gateway publish --help             more about one command"
        })
final class GatewayCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "a command is missing");
        }
    }
}
