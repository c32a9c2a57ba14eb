package io.tickgate.core.transport.http;

import java.net.InetAddress;
import java.util.function.Predicate;

/** Who may publish while there is no authentication: clients in {@code ingest.allowed-addresses}, and no stranger. */
public final class PublishGuard {
    private final Predicate<InetAddress> allowed;

    public PublishGuard(Predicate<InetAddress> allowed) {
        this.allowed = allowed;
    }

    public boolean mayPublish(ClientAddress client) {
        return !client.isStranger() && allowed.test(client.address());
    }
}
