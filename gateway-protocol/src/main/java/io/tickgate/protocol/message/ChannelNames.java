package io.tickgate.protocol.message;

/** The syntax of channel names: {@code base} or {@code base:rest}, 1 to 200 characters, none of them blank or control. */
public final class ChannelNames {
    /** Longest name, in characters. */
    public static final int CHARS_MAX = 200;

    private ChannelNames() {}

    /** Whether {@code name} may name a channel. Both sides of the first colon must hold something. */
    public static boolean isValid(String name) {
        int length = name.length();
        if (length == 0 || length > CHARS_MAX) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c <= ' ' || (c >= 0x7f && !isPlain(name, i, c))) {
                return false;
            }
        }
        int colon = name.indexOf(':');
        return colon != 0 && colon != length - 1;
    }

    /** The part before the first colon: the whole name when there is none. */
    public static String base(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    private static boolean isPlain(String name, int index, char c) {
        if (Character.isHighSurrogate(c)) {
            return index + 1 < name.length() && Character.isLowSurrogate(name.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(name.charAt(index - 1));
        }
        return !Character.isISOControl(c) && !Character.isWhitespace(c) && !Character.isSpaceChar(c);
    }
}
