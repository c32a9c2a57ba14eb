package io.tickgate.core.transport.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks, when proxies stand between. Stateless; any thread.
 *
 * <p>Only a peer in {@code server.trusted-proxies} may speak for others. Its {@code X-Forwarded-For} or
 * {@code Forwarded} (RFC 7239) is walked from the right, since every proxy appends: the first address that is not a
 * trusted proxy is the client, and whatever stands left of it is the client's own invention.
 *
 * <p>In doubt the client is a stranger at the peer's address: a forwarding header from a peer that is not trusted; a hop
 * that is no address; both headers, saying different things; another sign of a proxy without either of the two. Without
 * the last rule a local proxy that adds only {@code X-Real-IP} would turn the world into loopback.
 */
public final class ClientAddresses {
    private static final String X_FORWARDED_FOR = "x-forwarded-for";
    private static final String FORWARDED = "forwarded";
    private static final List<String> OTHER_SIGNS_OF_A_PROXY = List.of(
            "via", "x-real-ip", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-forwarded-server");

    private final Predicate<InetAddress> trustedProxy;

    public ClientAddresses(Predicate<InetAddress> trustedProxy) {
        this.trustedProxy = trustedProxy;
    }

    /** @param peer the other end of the socket, or what a trusted PROXY header put in its place */
    public ClientAddress resolve(InetAddress peer, HttpHeaders headers) {
        List<String> forwardedFor = headers.getAll(X_FORWARDED_FOR);
        List<String> forwarded = headers.getAll(FORWARDED);
        if (forwardedFor.isEmpty() && forwarded.isEmpty()) {
            boolean proxied = OTHER_SIGNS_OF_A_PROXY.stream().anyMatch(headers::contains);
            return new ClientAddress(peer, proxied);
        }
        if (!trustedProxy.test(peer)) {
            return new ClientAddress(peer, true);
        }
        InetAddress client = null;
        if (!forwardedFor.isEmpty()) {
            client = clientOf(ForwardedHops.ofXForwardedFor(forwardedFor));
        }
        if (!forwarded.isEmpty()) {
            InetAddress other = clientOf(ForwardedHops.ofForwarded(forwarded));
            if (forwardedFor.isEmpty()) {
                client = other;
            } else if (client != null && !client.equals(other)) {
                client = null;
            }
        }
        return client == null ? new ClientAddress(peer, true) : new ClientAddress(client, false);
    }

    /** The right-most hop that is no trusted proxy, or the left-most of all; null when a hop on the way is no address. */
    private @Nullable InetAddress clientOf(List<String> hops) {
        InetAddress client = null;
        for (int i = hops.size() - 1; i >= 0; i--) {
            client = ForwardedHops.addressOf(hops.get(i));
            if (client == null || !trustedProxy.test(client)) {
                return client;
            }
        }
        return client;
    }
}
