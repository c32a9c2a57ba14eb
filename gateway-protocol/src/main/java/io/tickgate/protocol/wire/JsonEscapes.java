package io.tickgate.protocol.wire;

/** Text with JSON's escapes as MessagePack: measured first, since the length comes first there, then written. */
final class JsonEscapes {
    /** What stands for half of a surrogate pair, which UTF-8 cannot say. */
    private static final int REPLACEMENT = 0xfffd;

    private JsonEscapes() {}

    /**
     * Writes the text between two quotes.
     *
     * @param base where the message starts, for what an error says
     */
    static void write(byte[] input, int from, int to, int base, MsgPackWriter out) throws WireException {
        int length = 0;
        for (int i = from; i < to; ) {
            if (input[i] == '\\') {
                int point = point(input, i, to, base);
                length += utf8Length(point);
                i += escapeLength(input, i, point);
            } else {
                length++;
                i++;
            }
        }
        byte[] text = out.openString(length);
        int at = out.buffer().length() - length;
        for (int i = from; i < to; ) {
            if (input[i] == '\\') {
                int point = point(input, i, to, base);
                at = put(point, text, at);
                i += escapeLength(input, i, point);
            } else {
                text[at++] = input[i++];
            }
        }
    }

    private static int point(byte[] input, int at, int to, int base) throws WireException {
        return switch (input[at + 1]) {
            case '"', '\\', '/' -> input[at + 1];
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(input, at, to, base);
            default -> throw JsonSource.invalid(at - base);
        };
    }

    private static int unicode(byte[] input, int at, int to, int base) throws WireException {
        int unit = unit(input, at, to, base);
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return unit;
        }
        int next = at + 6;
        if (unit <= Character.MAX_HIGH_SURROGATE && next + 1 < to && input[next] == '\\' && input[next + 1] == 'u') {
            int low = unit(input, next, to, base);
            if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE) {
                return Character.toCodePoint((char) unit, (char) low);
            }
        }
        return REPLACEMENT;
    }

    private static int unit(byte[] input, int at, int to, int base) throws WireException {
        int unit = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = i < to ? Character.digit(input[i], 16) : -1;
            if (digit < 0) {
                throw JsonSource.invalid(i - base);
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }

    private static int escapeLength(byte[] input, int at, int point) {
        return input[at + 1] != 'u' ? 2 : point >= Character.MIN_SUPPLEMENTARY_CODE_POINT ? 12 : 6;
    }

    private static int utf8Length(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static int put(int point, byte[] text, int at) {
        int length = utf8Length(point);
        if (length == 1) {
            text[at] = (byte) point;
            return at + 1;
        }
        int rest = point;
        for (int i = length - 1; i > 0; i--) {
            text[at + i] = (byte) (0x80 | (rest & 0x3f));
            rest >>>= 6;
        }
        // The first byte begins with as many ones as there are bytes, and a zero.
        text[at] = (byte) ((0xf00 >> length) | rest);
        return at + length;
    }
}
