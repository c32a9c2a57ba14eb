package io.tickgate.cli.client;

import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running gateway. */
public final class ClientOptions {
    private static final String URL_VARIABLE = "GATEWAY_URL";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The gateway. Default: the environment's " + URL_VARIABLE + ", else " + GatewayUrl.DEFAULT)
    private @Nullable String url;

    /** @throws Failure when the URL is none */
    public HttpApiClient client(Shell shell) throws Failure {
        String text = url != null ? url : shell.environment().getOrDefault(URL_VARIABLE, GatewayUrl.DEFAULT);
        return new HttpApiClient(GatewayUrl.parse(text));
    }
}
