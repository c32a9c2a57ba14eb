package io.tickgate.cli;

import io.tickgate.cli.client.AdminQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that mean several connections at once. */
final class WhichConnections {
    @Option(names = "--user", paramLabel = "USER", description = "Those of this user.")
    private @Nullable String user;

    @Option(names = "--address", paramLabel = "IP", description = "Those from this address.")
    private @Nullable String address;

    @Option(names = "--family", paramLabel = "BASE", description = "Those subscribed to it or to a member of it.")
    private @Nullable String family;

    boolean isNarrowed() {
        return user != null || address != null || family != null;
    }

    AdminQuery addTo(AdminQuery query) {
        return query.with("user", user).with("address", address).with("family", family);
    }
}
