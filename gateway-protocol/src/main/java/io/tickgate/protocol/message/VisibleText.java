package io.tickgate.protocol.message;

/**
 * Text that names something: all of its characters can be seen. Two names that look the same but differ in a zero-width or
 * direction mark would be two things that nobody can tell apart.
 */
public final class VisibleText {
    /** What a name's characters must be, as the end of a refusal. */
    public static final String RULE = "without whitespace, control characters and others that cannot be seen";

    private VisibleText() {}

    /** Whether {@code text} holds neither whitespace nor what cannot be seen; the empty text holds neither. */
    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                return false;
            }
            if (c > 0x7f) {
                int point = text.codePointAt(i);
                if (!isVisible(point)) {
                    return false;
                }
                i += Character.charCount(point) - 1;
            }
        }
        return true;
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
