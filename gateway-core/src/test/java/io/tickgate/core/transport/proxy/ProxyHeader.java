package io.tickgate.core.transport.proxy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Headers of the PROXY protocol, version 2, as the standard writes them, and as nobody should. */
public final class ProxyHeader {
    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    public static final int LOCAL = 0x20;
    public static final int PROXY = 0x21;
    public static final int TCP4 = 0x11;
    public static final int UDP4 = 0x12;
    public static final int TCP6 = 0x21;
    public static final int UNIX = 0x31;
    public static final int UNSPECIFIED = 0x00;

    private ProxyHeader() {}

    /** A client of that address, and port 4711, that wanted to get to {@code destination} and port 443. */
    public static byte[] of(String client, String destination) {
        byte[] from = address(client);
        byte[] to = address(destination);
        return header(PROXY, from.length == 4 ? TCP4 : TCP6, join(from, to, new byte[] {0x12, 0x67, 1, (byte) 0xBB}));
    }

    /** The same, with one more value of {@code length} bytes. */
    public static byte[] withExtension(String client, int length) {
        byte[] addresses = join(address(client), address("192.0.2.1"), new byte[4]);
        byte[] extension = join(new byte[] {(byte) 0xE0, (byte) (length >> 8), (byte) length}, new byte[length]);
        return header(PROXY, TCP4, join(addresses, extension));
    }

    public static byte[] local() {
        return header(LOCAL, UNSPECIFIED, new byte[0]);
    }

    /** Version 1. */
    public static byte[] text() {
        return "PROXY TCP4 198.51.100.7 192.0.2.1 4711 443\r\n".getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] header(int versionAndCommand, int protocol, byte[] rest) {
        return join(
                SIGNATURE,
                new byte[] {(byte) versionAndCommand, (byte) protocol, (byte) (rest.length >> 8), (byte) rest.length},
                rest);
    }

    private static byte[] address(String literal) {
        try {
            byte[] bytes = InetAddress.getByName(literal).getAddress();
            boolean isMapped = bytes.length == 4 && literal.indexOf(':') >= 0;
            return isMapped ? join(new byte[10], new byte[] {-1, -1}, bytes) : bytes;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
