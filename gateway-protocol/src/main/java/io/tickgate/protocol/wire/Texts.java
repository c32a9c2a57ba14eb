package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/** As much of a long text as a comparison with a short one can depend on. */
final class Texts {
    /** A character has at most this many bytes of UTF-8 in the text itself. */
    private static final int UTF8_BYTES_MAX = 4;

    /** The longest spelling of a character in JSON: {@code \\u002f}. */
    private static final int ESCAPE_BYTES_MAX = 6;

    private Texts() {}

    /** The first {@link IndexedValues#TEXT_CHARS_MAX} characters. */
    static String beginning(byte[] bytes, int offset, int length) {
        // Cut within a character it would end in a wrong one, which is beyond what is kept.
        return shortened(
                new String(bytes, offset, Math.min(length, UTF8_BYTES_MAX * IndexedValues.TEXT_CHARS_MAX), UTF_8));
    }

    /** The same of a text as it stands between its quotes in JSON that was checked. */
    static String beginningOfJson(byte[] bytes, int offset, int length) {
        int looked = Math.min(length, ESCAPE_BYTES_MAX * IndexedValues.TEXT_CHARS_MAX);
        String raw = new String(bytes, offset, looked, UTF_8);
        int escape = raw.indexOf('\\');
        return shortened(escape < 0 ? raw : unescaped(raw, escape));
    }

    private static String unescaped(String raw, int firstEscape) {
        StringBuilder out = new StringBuilder(IndexedValues.TEXT_CHARS_MAX).append(raw, 0, firstEscape);
        int i = firstEscape;
        while (i < raw.length() && out.length() < IndexedValues.TEXT_CHARS_MAX) {
            char c = raw.charAt(i++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = raw.charAt(i++);
            switch (kind) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(raw, i, i + 4, 16));
                    i += 4;
                }
                default -> out.append(kind);
            }
        }
        return out.toString();
    }

    private static String shortened(String text) {
        return text.length() <= IndexedValues.TEXT_CHARS_MAX ? text : text.substring(0, IndexedValues.TEXT_CHARS_MAX);
    }
}
