package io.tickgate.cli;

import io.tickgate.cli.client.AdminOptions;
import io.tickgate.cli.client.AdminQuery;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.NumberRange;
import io.tickgate.cli.console.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway channels [PREFIX]}. */
@Command(
        name = "channels",
        description = "Show the channels of a running gateway by name, by its admin listener.",
        footer = {
            "",
            "Examples:",
            "  gateway channels",
            "  gateway channels market_data: --limit 20",
            "  gateway channels --json | jq 'select(.subscribers == 0)'"
        })
final class ChannelsCommand implements Callable<Integer> {
    private static final AdminList LIST = new AdminList(
            "channels",
            List.of("channel", "kind", "subscribers", "family_subscribers", "offset", "history_count", "history_bytes"),
            36);

    private final Shell shell;

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "PREFIX", arity = "0..1", description = "What their names begin with.")
    private @Nullable String prefix;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            converter = NumberRange.FromOne.class,
            description = "How many. Default: ${DEFAULT-VALUE}")
    private int limit;

    ChannelsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        LIST.print(
                admin.client(shell),
                () -> new AdminQuery("channels").with("prefix", prefix),
                limit,
                admin.isJson(),
                shell.out());
        return ExitCode.OK.code();
    }
}
