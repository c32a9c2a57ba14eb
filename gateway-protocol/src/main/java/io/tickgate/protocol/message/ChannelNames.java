package io.tickgate.protocol.message;

/**
 * The syntax of channel names: {@code base} or {@code base:rest}, 1 to 200 characters, all of which can be seen. Two names
 * that look the same but differ in a zero-width or direction mark would be a subscription to silence.
 */
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
            if (c <= ' ' || c == 0x7f) {
                return false;
            }
            if (c > 0x7f) {
                int point = name.codePointAt(i);
                if (!isVisible(point)) {
                    return false;
                }
                i += Character.charCount(point) - 1;
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

    /** As far as the running Java knows Unicode: format characters hold zero widths, direction marks and the BOM. */
    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
