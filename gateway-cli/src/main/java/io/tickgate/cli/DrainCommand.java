package io.tickgate.cli;

import io.tickgate.cli.client.AdminOptions;
import io.tickgate.cli.client.AdminQuery;
import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Shell;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway drain}. */
@Command(
        name = "drain",
        description = "Begin to end a running gateway, by its admin listener: its clients leave one by one over"
                + " drain.window, told when to come back, and then it stops.",
        footer = {"", "Examples:", "  gateway drain --admin unix:/run/tickgate/admin.sock"})
final class DrainCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    DrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Answer answer = admin.client(shell).post(new AdminQuery("drain").toString());
        if (!answer.isSuccess()) {
            throw answer.refusal();
        }
        shell.out().println(admin.isJson() ? new String(answer.body(), StandardCharsets.UTF_8) : "draining");
        return ExitCode.OK.code();
    }
}
