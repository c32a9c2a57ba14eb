package io.tickgate.core.audit;

/** Text of strangers in a log: short, and on one line whatever it holds. */
public final class LogText {
    /** Longer text is cut, and says so by three dots. */
    static final int CHARS_MAX = 200;

    private LogText() {}

    /** The beginning of the text, {@link #escaped}. */
    public static String of(String text) {
        return text.length() <= CHARS_MAX ? escaped(text) : escaped(text.substring(0, CHARS_MAX)) + "...";
    }

    /** The text with what could begin a line of its own, move a terminal's cursor or hide something written as escapes. */
    public static String escaped(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isPlain = (c >= ' ' && c < 0x7f) || (c > 0x9f && isPrinted(c));
            if (!isPlain && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (out != null) {
                if (isPlain) {
                    out.append(c);
                } else {
                    out.append("\\u").append(Integer.toHexString(0x10000 + c), 1, 5);
                }
            }
        }
        return out == null ? text : out.toString();
    }

    private static boolean isPrinted(char c) {
        int type = Character.getType(c);
        return type != Character.FORMAT && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR;
    }
}
