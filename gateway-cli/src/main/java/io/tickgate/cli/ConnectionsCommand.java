package io.tickgate.cli;

import io.tickgate.cli.client.AdminClient;
import io.tickgate.cli.client.AdminOptions;
import io.tickgate.cli.client.AdminQuery;
import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.NumberRange;
import io.tickgate.cli.console.PlainText;
import io.tickgate.cli.console.Shell;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway connections [ID]}. */
@Command(
        name = "connections",
        description = "Show who is connected to a running gateway, by its admin listener.",
        footer = {
            "",
            "Examples:",
            "  gateway connections --admin unix:/run/tickgate/admin.sock",
            "  gateway connections --user alice --json | jq .queued_bytes",
            "  gateway connections 5f0c6f2a-2f1b-4c53-9a62-0d3f6d0c1f6e"
        })
final class ConnectionsCommand implements Callable<Integer> {
    private static final AdminList LIST = new AdminList(
            "connections",
            List.of(
                    "connection_id",
                    "address",
                    "user_id",
                    "subscriptions",
                    "queued_bytes",
                    "rung",
                    "sent_bytes",
                    "connected_at"),
            36);

    private final Shell shell;

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "One connection, with all that it is subscribed to.")
    private @Nullable String id;

    @Mixin
    private final WhichConnections which = new WhichConnections();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            converter = NumberRange.FromOne.class,
            description = "How many. Default: ${DEFAULT-VALUE}")
    private int limit;

    ConnectionsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        AdminClient client = admin.client(shell);
        if (id != null) {
            Answer answer = client.get(new AdminQuery("connections", id).toString());
            if (!answer.isSuccess()) {
                throw answer.refusal();
            }
            String json = new String(answer.body(), StandardCharsets.UTF_8);
            shell.out().println(admin.isJson() ? json : PlainText.of(json).replace(",\"", ",\n \""));
        } else {
            LIST.print(client, () -> which.addTo(new AdminQuery("connections")), limit, admin.isJson(), shell.out());
        }
        return ExitCode.OK.code();
    }
}
