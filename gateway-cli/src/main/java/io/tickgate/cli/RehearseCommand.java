package io.tickgate.cli;

import io.tickgate.cli.client.GatewayUrl;
import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Shell;
import io.tickgate.core.Gateway;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code gateway rehearse}: starts a gateway on a free port, serves one request and stops, so that the launcher can keep
 * the classes that a start loads.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Start a gateway on a free port and stop it; for the launcher.")
final class RehearseCommand implements Callable<Integer> {
    private final Shell shell;

    RehearseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> flags = Map.of("server.port", "0", "server.host", "localhost");
        try (Gateway gateway = Gateway.start(OperatorConfig.load(shell, null, flags))) {
            GatewayUrl url = GatewayUrl.parse("http://localhost:" + gateway.port());
            new HttpApiClient(url).get(url.status());
        }
        return ExitCode.OK.code();
    }
}
