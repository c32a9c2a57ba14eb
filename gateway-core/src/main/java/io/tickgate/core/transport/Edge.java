package io.tickgate.core.transport;

import io.tickgate.core.transport.proxy.ProxyProtocol;
import io.tickgate.core.transport.tls.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * What stands before HTTP on every connection, and whom it refused. Any thread.
 *
 * @param proxy null where nobody speaks for others before the first byte
 * @param tls null for plain connections
 * @param acceptPauses what happens where nobody can be accepted
 */
public record Edge(
        @Nullable ProxyProtocol proxy,
        RefusalLog proxyRefusals,
        @Nullable ServerTls tls,
        RefusalLog tlsRefusals,
        AcceptPauses acceptPauses)
        implements AutoCloseable {
    /** From now on changes of what this was made of are noticed. */
    public void watch() {
        if (tls != null) {
            tls.watch();
        }
    }

    /** After the last connection. */
    @Override
    public void close() {
        if (tls != null) {
            tls.close();
        }
    }
}
