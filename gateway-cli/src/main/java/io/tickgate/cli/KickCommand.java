package io.tickgate.cli;

import io.tickgate.cli.client.AdminOptions;
import io.tickgate.cli.client.AdminQuery;
import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.client.HttpApiClient.JsonParser;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.JsonText;
import io.tickgate.cli.console.PlainText;
import io.tickgate.cli.console.Shell;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway kick}. */
@Command(
        name = "kick",
        description =
                "End connections of a running gateway with 4502, by its admin listener: one by its id, or all that"
                        + " the options mean.",
        footer = {
            "",
            "Examples:",
            "  gateway kick 5f0c6f2a-2f1b-4c53-9a62-0d3f6d0c1f6e --reason 'please update'",
            "  gateway kick --user alice"
        })
final class KickCommand implements Callable<Integer> {
    private static final JsonParser<Long> COUNT = in -> {
        long count = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextValue();
            if (name.equals("disconnected")) {
                count = in.integer();
            } else {
                in.skip();
            }
        }
        return count;
    };

    private final Shell shell;

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The connection, as connections shows it.")
    private @Nullable String id;

    @Mixin
    private final WhichConnections which = new WhichConnections();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Told to the clients.")
    private @Nullable String reason;

    KickCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        boolean many = which.isNarrowed();
        if (many == (id != null)) {
            throw new Failure(ExitCode.USAGE, "say whom: ID, or --user, --address or --family");
        }
        AdminQuery query = id != null ? new AdminQuery("connections", id) : new AdminQuery("connections");
        Answer answer = admin.client(shell)
                .delete(which.addTo(query).with("reason", reason).toString());
        if (!answer.isSuccess()) {
            throw answer.refusal();
        }
        long count = many ? answer.read(COUNT) : 1;
        if (admin.isJson()) {
            shell.out()
                    .println(JsonText.of(json -> json.beginObject(1)
                            .name("disconnected")
                            .integer(count)
                            .endObject()));
        } else {
            shell.out()
                    .println(PlainText.of(
                            id != null
                                    ? "disconnected " + id
                                    : "disconnected " + count + (count == 1 ? " connection" : " connections")));
        }
        return ExitCode.OK.code();
    }
}
