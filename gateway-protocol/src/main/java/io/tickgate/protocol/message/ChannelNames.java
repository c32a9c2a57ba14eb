package io.tickgate.protocol.message;

/** The syntax of channel names: {@code base} or {@code base:rest}, 1 to 200 characters, all of which can be seen. */
public final class ChannelNames {
    /** Longest name, in characters. */
    public static final int CHARS_MAX = 200;

    private ChannelNames() {}

    /** Whether {@code name} may name a channel. Both sides of the first colon must hold something. */
    public static boolean isValid(String name) {
        int length = name.length();
        if (length == 0 || length > CHARS_MAX || !VisibleText.is(name)) {
            return false;
        }
        int colon = name.indexOf(':');
        return colon != 0 && colon != length - 1;
    }

    /** The part before the first colon: the whole name when there is none. */
    public static String base(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
