package io.tickgate.core.transport.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.tickgate.core.transport.HandlerNames;
import io.tickgate.core.transport.RefusalLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

/**
 * {@code server.proxy-protocol: required}: who may connect, and what reads the header of whoever does. Immutable.
 *
 * <p><b>Bound:</b> a header has {@value #HEADER_BYTES_MAX} bytes of addresses and what else the proxy tells; the time is that
 * of the first request.
 */
public final class ProxyProtocol {
    /** 1 KiB beside the addresses: a certificate's name, a host name and an identifier fit in. */
    static final int EXTENSION_BYTES_MAX = 1024;

    static final int HEADER_BYTES_MAX = 16 + 216 + EXTENSION_BYTES_MAX;

    private final Predicate<InetAddress> trustedProxy;
    private final RefusalLog refusals;

    /** @param trustedProxy {@code server.trusted-proxies} */
    public ProxyProtocol(Predicate<InetAddress> trustedProxy, RefusalLog refusals) {
        this.trustedProxy = trustedProxy;
        this.refusals = refusals;
    }

    /** Whether the peer of {@code channel} may speak for others. The connection is to be closed when not; it was told. */
    public boolean admits(Channel channel) {
        if (channel.remoteAddress() instanceof InetSocketAddress peer && !trustedProxy.test(peer.getAddress())) {
            refusals.tell(channel, "it is not in server.trusted-proxies");
            return false;
        }
        return true;
    }

    /** Adds what reads the header, and is gone behind it. */
    public void addHandlers(ChannelPipeline pipeline) {
        pipeline.addLast(HandlerNames.PROXY_HEADER, new HAProxyMessageDecoder(EXTENSION_BYTES_MAX));
        pipeline.addLast(HandlerNames.PROXIED_ENDS, new ProxiedEnds(refusals));
    }
}
