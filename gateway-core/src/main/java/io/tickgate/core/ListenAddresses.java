package io.tickgate.core;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Where {@code server.host} says to listen. */
final class ListenAddresses {
    /** Both loopback addresses: a browser may take {@code localhost} for either. */
    private static final String LOOPBACKS = "localhost";

    private static final String ALL = "*";

    private ListenAddresses() {}

    /**
     * The addresses for one {@code server.host}, IPv4 first.
     *
     * @throws IOException when the name is not an address of this machine
     */
    static List<InetAddress> of(String host) throws IOException {
        if (host.equals(ALL)) {
            // One dual-stack socket where there is IPv6.
            return List.of(InetAddress.getByAddress(new byte[hasIpv6() ? 16 : 4]));
        }
        if (host.equals(LOOPBACKS)) {
            List<InetAddress> loopbacks = new ArrayList<>();
            loopbacks.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            if (hasIpv6()) {
                loopbacks.add(InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
            }
            return loopbacks;
        }
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new UnknownHostException("server.host: \"" + host + "\" is no address of this machine");
        }
    }

    private static boolean hasIpv6() throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        return loopback != null && loopback.inetAddresses().anyMatch(Inet6Address.class::isInstance);
    }
}
