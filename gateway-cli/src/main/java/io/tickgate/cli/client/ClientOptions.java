package io.tickgate.cli.client;

import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.Shell;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running gateway. */
public final class ClientOptions {
    private static final String URL_VARIABLE = "GATEWAY_URL";
    private static final String TOKEN_VARIABLE = "GATEWAY_TOKEN";
    private static final Pattern VISIBLE = Pattern.compile("[!-~]*");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The gateway. Default: the environment's " + URL_VARIABLE + ", else " + GatewayUrl.DEFAULT)
    private @Nullable String url;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust for https and wss, instead of Java's own.")
    private @Nullable Path cacert;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A token or an API key to show. Default: the environment's " + TOKEN_VARIABLE
                    + ", where other users of the machine cannot see it.")
    private @Nullable String token;

    /** @throws Failure when the URL is none, or no certificate can be read */
    public HttpApiClient client(Shell shell) throws Failure {
        String text = url != null ? url : shell.environment().getOrDefault(URL_VARIABLE, GatewayUrl.DEFAULT);
        GatewayUrl gateway = GatewayUrl.parse(text);
        HttpApiClient client = cacert == null
                ? new HttpApiClient(gateway)
                : new HttpApiClient(gateway, TrustedCertificates.of(cacert));
        String shown = token != null ? token : shell.environment().getOrDefault(TOKEN_VARIABLE, "");
        if (!VISIBLE.matcher(shown.strip()).matches()) {
            throw new Failure(ExitCode.USAGE, "a token has ASCII characters alone, and no spaces");
        }
        return client.showing(shown.strip());
    }
}
