package io.tickgate.core;

import io.tickgate.core.config.AuthConfig;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.transport.Listeners;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a gateway listens: at {@code server.host} and {@code server.port}, or on sockets that somebody opened for it.
 *
 * @param hosts the addresses, IPv4 first where the gateway opens the sockets itself
 * @param inherited descriptors of sockets that listen already; empty where the gateway opens its own
 */
record Listening(List<InetAddress> hosts, List<Integer> inherited) {
    /**
     * @throws IOException when the name is not an address of this machine, or a descriptor is no socket that listens
     * @throws ConfigException when a socket that was handed over lets strangers in and nobody said that they may
     */
    static Listening of(GatewayConfig config, List<Integer> inherited) throws IOException {
        if (inherited.isEmpty()) {
            return new Listening(ListenAddresses.of(config.server().host()), inherited);
        }
        List<InetAddress> hosts = new ArrayList<>();
        for (int descriptor : inherited) {
            InetSocketAddress at = Listeners.addressOf(descriptor);
            hosts.add(at.getAddress());
            if (config.auth().mode() == AuthConfig.Mode.OFF && !at.getAddress().isLoopbackAddress()) {
                throw new ConfigException(
                        "auth.mode",
                        "the socket that was handed over listens on " + at
                                + ", which can be reached from other machines,"
                                + " and there is no authentication; say auth.mode: open if that is meant");
            }
        }
        return new Listening(hosts, List.copyOf(inherited));
    }

    /** Whether only this machine can reach the gateway. */
    boolean isLoopbackOnly() {
        return hosts.stream().allMatch(InetAddress::isLoopbackAddress);
    }

    /** Opens, or takes over, what there is. @return where the gateway listens */
    List<InetSocketAddress> open(Listeners listeners, int configuredPort) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int descriptor : inherited) {
            addresses.add(listeners.adopt(descriptor));
        }
        int port = configuredPort;
        if (inherited.isEmpty()) {
            for (InetAddress host : hosts) {
                InetSocketAddress bound = listeners.bind(new InetSocketAddress(host, port));
                addresses.add(bound);
                port = bound.getPort();
            }
        }
        return addresses;
    }
}
