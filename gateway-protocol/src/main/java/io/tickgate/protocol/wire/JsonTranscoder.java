package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.ErrorCode;

/**
 * Turns checked JSON into MessagePack, value by value: integers of up to 64 bits stay integers, all other numbers become
 * float64, the nearest one; a number beyond float64 becomes a string of its own digits, so that nothing is lost and nothing
 * is infinite. MessagePack puts a container's size first, which JSON does not tell: the writer patches it afterwards.
 *
 * <p>Walks the bytes itself: Jackson's parser cannot be used again and would cost 1.5 KB of heap a publication, for rules
 * that the reader has seen to already. What no reader checked is refused, or written as far as its meaning is clear.
 */
final class JsonTranscoder {
    private static final int NESTING_MAX = 512;

    private final byte[] input;
    private final int base;
    private final int end;
    private final MsgPackWriter out;
    private int position;

    private JsonTranscoder(byte[] bytes, int offset, int length, MsgPackWriter out) {
        this.input = bytes;
        this.base = offset;
        this.end = offset + length;
        this.out = out;
        this.position = offset;
    }

    /** Writes the members after a header that the caller wrote. */
    static void members(byte[] bytes, int offset, int length, MsgPackWriter out) throws WireException {
        of(bytes, offset, length, out).items(true, 1);
    }

    /** Writes the elements after a header that the caller wrote. */
    static void elements(byte[] bytes, int offset, int length, MsgPackWriter out) throws WireException {
        of(bytes, offset, length, out).items(false, 1);
    }

    private static JsonTranscoder of(byte[] bytes, int offset, int length, MsgPackWriter out) throws WireException {
        int invalid = Utf8.firstInvalid(bytes, offset, length);
        if (invalid >= 0) {
            throw new WireException(ErrorCode.INVALID_JSON, "Invalid UTF-8 at byte " + invalid, invalid);
        }
        return new JsonTranscoder(bytes, offset, length, out);
    }

    /** Writes what the container holds, passes over its end, which is the end of the bytes at depth 1, and counts. */
    private int items(boolean object, int depth) throws WireException {
        if (depth > NESTING_MAX) {
            throw JsonSource.invalid(position - base);
        }
        int count = 0;
        while (!isOver(object, depth)) {
            if (count > 0) {
                require(',');
                skipBlanks();
            }
            if (object) {
                string();
                skipBlanks();
                require(':');
                skipBlanks();
            }
            value(depth);
            count++;
        }
        return count;
    }

    private boolean isOver(boolean object, int depth) throws WireException {
        skipBlanks();
        if (depth == 1) {
            return position == end;
        }
        if (peek() != (object ? '}' : ']')) {
            return false;
        }
        position++;
        return true;
    }

    private void value(int depth) throws WireException {
        int first = peek();
        switch (first) {
            case '{', '[' -> {
                position++;
                int start = out.openContainer();
                out.closeContainer(start, items(first == '{', depth + 1), first == '{');
            }
            case '"' -> string();
            case 't' -> {
                word("true");
                out.bool(true);
            }
            case 'f' -> {
                word("false");
                out.bool(false);
            }
            case 'n' -> {
                word("null");
                out.nil();
            }
            default -> position += JsonNumber.write(input, position, end, base, out);
        }
    }

    private void string() throws WireException {
        require('"');
        int start = position;
        boolean escaped = false;
        while (peek() != '"') {
            if (peek() == '\\') {
                escaped = true;
                position++;
            }
            if (position >= end) {
                throw JsonSource.invalid(end - base);
            }
            position++;
        }
        if (escaped) {
            JsonEscapes.write(input, start, position, base, out);
        } else {
            out.stringUtf8(input, start, position - start);
        }
        position++;
    }

    private void word(String letters) throws WireException {
        for (int i = 0; i < letters.length(); i++) {
            require(letters.charAt(i));
        }
    }

    private void require(int wanted) throws WireException {
        if (peek() != wanted) {
            throw JsonSource.invalid(position - base);
        }
        position++;
    }

    private void skipBlanks() {
        while (position < end && isBlank(input[position])) {
            position++;
        }
    }

    private static boolean isBlank(byte next) {
        return next == ' ' || next == '\t' || next == '\n' || next == '\r';
    }

    /** The next byte, or -1 at the end; bytes of UTF-8 beyond ASCII are negative as well, and never what is looked for. */
    private int peek() {
        return position < end ? input[position] : -1;
    }
}
