package io.tickgate.cli.console;

/** Text of strangers on the operator's terminal: it must not move the cursor, change colours or reorder what stands there. */
public final class PlainText {
    private PlainText() {}

    /** The text with control characters and bidirectional controls written as escapes. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || c == '\u2028'
                    || c == '\u2029') {
                out.append("\\u").append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
