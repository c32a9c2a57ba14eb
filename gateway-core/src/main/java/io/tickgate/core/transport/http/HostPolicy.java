package io.tickgate.core.transport.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which names the gateway answers to. A page whose own name was pointed at this machine (DNS rebinding) sends that name,
 * and is refused.
 *
 * <p>Taken are loopback names, the bound name, the literal address that the client reached, and
 * {@code server.allowed-hosts}. Ports do not matter, since a tunnel or a published container port changes them, unless
 * an entry of the list names one.
 */
public final class HostPolicy {
    private final Set<Authority> allowed = new HashSet<>();

    /**
     * @param boundName what {@code server.host} says; a wildcard address adds nothing
     * @param allowedHosts {@code name} or {@code name:port}; IPv6 addresses in brackets
     */
    public HostPolicy(String boundName, Iterable<String> allowedHosts) {
        Authority bound = Authority.parse(boundName.indexOf(':') >= 0 ? "[" + boundName + "]" : boundName);
        if (bound != null) {
            allowed.add(bound);
        }
        for (String host : allowedHosts) {
            Authority authority = Authority.parse(host);
            if (authority == null) {
                throw new IllegalArgumentException("not a host: " + host);
            }
            allowed.add(authority);
        }
    }

    boolean allows(Authority host, @Nullable SocketAddress local) {
        return host.isLoopback()
                || allowed.contains(host)
                || allowed.contains(new Authority(host.host(), -1))
                || isAddressOf(host, local);
    }

    private static boolean isAddressOf(Authority host, @Nullable SocketAddress local) {
        if (!(local instanceof InetSocketAddress socket)) {
            return false;
        }
        InetAddress literal = ForwardedHops.addressOf(host.host());
        return literal != null && literal.equals(socket.getAddress());
    }
}
