package io.tickgate.bench.load.publish;

import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.dialect.Dialect;
import io.tickgate.bench.load.scenario.TargetSpec;
import io.tickgate.protocol.message.WireFormat;
import java.net.URI;

/** The request for a WebSocket, as target and dialect want it. */
public final class Upgrades {
    private Upgrades() {}

    public static ClientSocket.Upgrade of(TargetSpec target, Dialect dialect, WireFormat format, boolean deflate) {
        URI url = target.url();
        String path = url.getRawPath().isEmpty() ? dialect.path() : url.getRawPath();
        String query = url.getRawQuery();
        return new ClientSocket.Upgrade(
                url.getRawAuthority(), query == null ? path : path + "?" + query, dialect.subprotocol(format), deflate);
    }
}
