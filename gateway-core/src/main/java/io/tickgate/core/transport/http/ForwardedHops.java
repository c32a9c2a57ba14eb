package io.tickgate.core.transport.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the two headers in which proxies say for whom they ask. A hop is kept as text; the client comes first. */
final class ForwardedHops {
    private ForwardedHops() {}

    static List<String> ofXForwardedFor(List<String> values) {
        List<String> hops = new ArrayList<>();
        for (String value : values) {
            for (String hop : value.split(",", -1)) {
                hops.add(hop.trim());
            }
        }
        return hops;
    }

    /** The {@code for} of each element (RFC 7239 section 4); an element without one is a hop without address. */
    static List<String> ofForwarded(List<String> values) {
        List<String> hops = new ArrayList<>();
        for (String value : values) {
            for (String element : splitOutsideQuotes(value, ',')) {
                hops.add(forOf(element));
            }
        }
        return hops;
    }

    private static String forOf(String element) {
        String found = "";
        for (String pair : splitOutsideQuotes(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).trim().equalsIgnoreCase("for")) {
                if (!found.isEmpty()) {
                    return "";
                }
                String text = pair.substring(equals + 1).trim();
                boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
                found = quoted ? text.substring(1, text.length() - 1) : text;
            }
        }
        return found;
    }

    private static List<String> splitOutsideQuotes(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The address of a hop: {@code 1.2.3.4}, {@code 1.2.3.4:80}, {@code ::1}, {@code [::1]}, {@code [::1]:80}; else null. */
    static @Nullable InetAddress addressOf(String hop) {
        String host = hop;
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            if (end < 0 || !isPortOrNothing(hop.substring(end + 1))) {
                return null;
            }
            host = hop.substring(1, end);
            if (host.indexOf(':') < 0) {
                return null;
            }
        } else {
            int colon = hop.indexOf(':');
            if (colon >= 0 && colon == hop.lastIndexOf(':')) {
                if (!isPortOrNothing(hop.substring(colon))) {
                    return null;
                }
                host = hop.substring(0, colon);
            }
        }
        byte[] bytes = host.indexOf('%') >= 0 ? null : NetUtil.createByteArrayFromIpAddressString(host);
        try {
            // Sixteen bytes of a mapped address come back as IPv4, so that ranges need not know both spellings.
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException neitherFourNorSixteenBytes) {
            return null;
        }
    }

    private static boolean isPortOrNothing(String text) {
        if (text.isEmpty()) {
            return true;
        }
        return text.length() >= 2
                && text.length() <= 6
                && text.charAt(0) == ':'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }
}
