package io.tickgate.cli;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Shell;
import io.tickgate.core.Gateway;
import io.tickgate.core.WarmUp;
import io.tickgate.core.config.GatewayConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code gateway rehearse}: starts a gateway on a free port with a client that goes once through what clients do ({@link
 * WarmUp}), asks it for this and that and stops, so that the launcher can keep the classes that all this loads.
 *
 * <p>What is kept is mapped into every gateway that is started later, so nothing is loaded here that a gateway does not
 * need: the client is a plain socket.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Start a gateway on a free port and stop it; for the launcher.")
final class RehearseCommand implements Callable<Integer> {
    private static final String API = "/api/v1/websocket/";

    private final Shell shell;

    RehearseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> flags =
                Map.of("server.port", "0", "server.host", "localhost", "server.warm-up", "1ms", "admin.listen", "off");
        GatewayConfig config = OperatorConfig.load(shell, null, flags);
        WarmUp.run(config);
        try (Gateway gateway = Gateway.start(config)) {
            request(gateway.port(), "GET " + API + "status", "");
            request(
                    gateway.port(),
                    "POST " + API + "broadcast",
                    "{\"channel\":\"market_data:REHEARSAL\",\"message\":{\"last\":1.5}}");
        }
        return ExitCode.OK.code();
    }

    private static void request(int port, String methodAndPath, String body) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            String head = methodAndPath
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }
}
