package io.tickgate.cli;

import io.tickgate.cli.client.AdminOptions;
import io.tickgate.cli.client.AdminQuery;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway nodes}. */
@Command(
        name = "nodes",
        description = "Show the gateways that share a broker with a running one, by its admin listener.",
        footer = {"", "Examples:", "  gateway nodes", "  gateway nodes --json | jq .connections"})
final class NodesCommand implements Callable<Integer> {
    private static final AdminList LIST = new AdminList(
            "nodes",
            List.of(
                    "node",
                    "status",
                    "connections",
                    "subscriptions",
                    "uptime_seconds",
                    "seen_ms_ago",
                    "version",
                    "asked"),
            28);

    private final Shell shell;

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    NodesCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        int count = LIST.print(
                admin.client(shell), () -> new AdminQuery("nodes"), AdminList.PAGE_ITEMS, admin.isJson(), shell.out());
        if (count == 0 && !admin.isJson()) {
            shell.out().println("None: this gateway stands alone (broker: local), or has not reached Redis yet.");
        }
        return ExitCode.OK.code();
    }
}
