package io.tickgate.core.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What counts as one address. Who has one IPv6 address has all of its /64 (RFC 6177), and could be somebody else with each
 * of them.
 */
public final class AddressBlock {
    private static final int PREFIX_BYTES = 8;

    private AddressBlock() {}

    /** The first address of the /64 of an IPv6 address; an IPv4 address, mapped into IPv6 or not, is its own. */
    public static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        try {
            if (!isMapped(bytes)) {
                Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
            }
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }

    /** Whether they are {@code ::ffff:a.b.c.d}, which the platform makes an IPv4 address of mostly. */
    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }
}
