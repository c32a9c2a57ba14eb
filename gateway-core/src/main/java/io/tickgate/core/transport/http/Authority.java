package io.tickgate.core.transport.http;

import io.netty.util.NetUtil;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host and its port, as {@code Host} and {@code Origin} carry them (RFC 3986 section 3.2.2), without user information.
 *
 * @param host lower case; an IPv6 address without its brackets
 * @param port -1 when none was given
 */
record Authority(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /** Null when {@code text} is none. */
    static @Nullable Authority parse(String text) {
        String host;
        String rest;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                return null;
            }
            host = text.substring(1, end);
            rest = text.substring(end + 1);
            if (!NetUtil.isValidIpV6Address(host)) {
                return null;
            }
        } else {
            int colon = text.indexOf(':');
            host = colon < 0 ? text : text.substring(0, colon);
            rest = colon < 0 ? "" : text.substring(colon);
            if (host.isEmpty() || !host.chars().allMatch(Authority::isNameCharacter)) {
                return null;
            }
        }
        int port = -1;
        if (!rest.isEmpty()) {
            if (rest.charAt(0) != ':'
                    || rest.length() > 6
                    || !rest.chars().skip(1).allMatch(Authority::isDigit)) {
                return null;
            }
            port = rest.length() == 1 ? -1 : Integer.parseInt(rest.substring(1));
            if (port > PORT_MAX) {
                return null;
            }
        }
        // The dot of a fully qualified name does not make it another name.
        String name = host.length() > 1 && host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return new Authority(name.toLowerCase(Locale.ROOT), port);
    }

    /** Names that cannot be rebound to another machine: {@code localhost}, its subdomains, 127.0.0.0/8 and ::1. */
    boolean isLoopback() {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (address == null) {
            return false;
        }
        if (address.length == 4) {
            return address[0] == 127;
        }
        for (int i = 0; i < 15; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[15] == 1;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '-' || c == '.' || c == '_';
    }
}
