package io.tickgate.cli.client;

import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to a gateway's admin listener. */
public final class AdminOptions {
    private static final String VARIABLE = "GATEWAY_ADMIN";

    @Option(
            names = "--admin",
            paramLabel = "WHERE",
            description = "The admin listener (admin.listen): a URL, or unix:PATH. Default: the environment's "
                    + VARIABLE + ", else " + AdminClient.DEFAULT)
    private @Nullable String where;

    @Option(names = "--json", description = "Print what the gateway says as JSON, one object a line.")
    private boolean json;

    /** @throws Failure when {@code --admin} is no place */
    public AdminClient client(Shell shell) throws Failure {
        return AdminClient.of(where != null ? where : shell.environment().getOrDefault(VARIABLE, AdminClient.DEFAULT));
    }

    public boolean isJson() {
        return json;
    }
}
