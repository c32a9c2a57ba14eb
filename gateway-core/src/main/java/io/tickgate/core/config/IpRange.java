package io.tickgate.core.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Addresses that share a prefix: {@code 10.0.0.0/8}, {@code ::1}.
 *
 * @param prefixBits 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record IpRange(InetAddress base, int prefixBits) {
    /** Only what can be no host name, so that reading a configuration never asks a name server. */
    private static final Pattern LITERAL =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final Pattern PREFIX_BITS = Pattern.compile("\\d{1,3}");

    public IpRange {
        int bits = base.getAddress().length * 8;
        if (prefixBits < 0 || prefixBits > bits) {
            throw new IllegalArgumentException("a prefix has 0 to " + bits + " bits");
        }
    }

    /**
     * Reads an address or an address with a prefix length.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static IpRange parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        try {
            String prefix = slash < 0 ? "0" : text.substring(slash + 1);
            if (!LITERAL.matcher(literal).matches()
                    || !PREFIX_BITS.matcher(prefix).matches()) {
                throw new UnknownHostException(literal);
            }
            InetAddress base = InetAddress.getByName(literal);
            return new IpRange(base, slash < 0 ? base.getAddress().length * 8 : Integer.parseInt(prefix));
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be an address or a range such as 10.0.0.0/8 or ::1, was \"" + text + '"', e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = prefixBits / 8;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefixBits % 8;
        return rest == 0 || (ours[whole] ^ theirs[whole]) >> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        boolean single = prefixBits == base.getAddress().length * 8;
        return base.getHostAddress() + (single ? "" : "/" + prefixBits);
    }

    /** How a range is written in the configuration. */
    static final class Type implements SettingType<IpRange> {
        @Override
        public IpRange parse(String text) {
            return IpRange.parse(text);
        }

        @Override
        public String format(IpRange value) {
            return value.toString();
        }

        @Override
        public String range() {
            return "addresses or ranges such as 10.0.0.0/8 or ::1";
        }

        @Override
        public void check(IpRange value) {}
    }
}
