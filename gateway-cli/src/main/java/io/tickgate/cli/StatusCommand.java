package io.tickgate.cli;

import io.tickgate.cli.client.ClientOptions;
import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.client.StatusReport;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.PlainText;
import io.tickgate.cli.console.Shell;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway status}. */
@Command(
        name = "status",
        description = "Show connections, subscriptions, limits and counts of a running gateway.",
        footer = {
            "",
            "Examples:",
            "  gateway status",
            "  gateway status --url http://10.0.0.5:8001 --json | jq .connections"
        })
final class StatusCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(names = "--json", description = "Print the gateway's answer as it is.")
    private boolean json;

    StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        HttpApiClient api = client.client(shell);
        Answer answer = api.get(api.url().status());
        if (!answer.isSuccess()) {
            throw answer.refusal();
        }
        StatusReport report = answer.read(StatusReport::read);
        if (json) {
            shell.out().println(new String(answer.body(), StandardCharsets.UTF_8));
        } else {
            print(api, report);
        }
        return ExitCode.OK.code();
    }

    private void print(HttpApiClient api, StatusReport report) {
        PrintWriter out = shell.out();
        out.println("gateway " + PlainText.of(report.version()) + " at " + api.url() + ": "
                + PlainText.of(report.status()) + ", up " + uptime(report.uptimeSeconds()));
        Long max = report.limits().get("max_connections");
        out.println();
        row("connections", report.totalConnections() + (max == null ? "" : " of " + max));
        table("subscriptions", report.subscriptions());
        table("messages", report.messages());
        table("limits", report.limits());
    }

    private void table(String title, Map<String, Long> rows) {
        if (!rows.isEmpty()) {
            shell.out().println();
            shell.out().println(title);
            rows.forEach((name, value) -> row("  " + PlainText.of(name), value.toString()));
        }
    }

    private void row(String name, String value) {
        shell.out().println(String.format(Locale.ROOT, "%-28s %14s", name, value));
    }

    private static String uptime(long seconds) {
        long minutes = seconds / 60;
        long hours = minutes / 60;
        if (hours >= 24) {
            return hours / 24 + " d " + hours % 24 + " h";
        }
        return hours > 0 ? hours + " h " + minutes % 60 + " min" : minutes > 0 ? minutes + " min" : seconds + " s";
    }
}
