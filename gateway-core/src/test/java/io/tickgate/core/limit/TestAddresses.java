package io.tickgate.core.limit;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses by a number. */
public final class TestAddresses {
    private TestAddresses() {}

    public static InetAddress of(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
