package io.tickgate.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.util.Arrays;

/**
 * Members in JSON, whose syntax is known to be right: strings and brackets are all that has to be told apart. Spaces before
 * the comma are the value's.
 */
final class JsonMemberCursor extends MemberCursor {
    private byte[] bytes = {};
    private int limit;
    private int nameEnd;

    @Override
    void open(MessageBody body) {
        bytes = body.bytes();
        limit = body.offset() + body.length();
        end = body.offset();
    }

    @Override
    boolean next() {
        start = end;
        while (start < limit && bytes[start] != '"') {
            start++;
        }
        if (start == limit) {
            return false;
        }
        nameEnd = endOfString(start);
        end = endOfValue(nameEnd);
        return true;
    }

    /** @return one past the closing quote of the string that opens at {@code at} */
    private int endOfString(int at) {
        int i = at + 1;
        while (bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private int endOfValue(int from) {
        int depth = 0;
        int i = from;
        while (i < limit && (depth > 0 || bytes[i] != ',')) {
            switch (bytes[i]) {
                case '"' -> i = endOfString(i);
                case '{', '[' -> {
                    depth++;
                    i++;
                }
                case '}', ']' -> {
                    depth--;
                    i++;
                }
                default -> i++;
            }
        }
        return i;
    }

    /** Two spellings of one name are one name, so escapes are resolved. */
    String name() throws WireException {
        String raw = new String(bytes, start + 1, nameEnd - start - 2, UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        byte[] object = ("{\"" + raw + "\":0}").getBytes(UTF_8);
        try (WireReader in = WireReader.of(WireFormat.JSON, WireLimits.DEFAULT)) {
            in.open(object, 0, object.length);
            String name = in.nextName();
            return name == null ? raw : name;
        }
    }

    @Override
    boolean isNamed(byte[] nameUtf8) throws WireException {
        int from = start + 1;
        int length = nameEnd - start - 2;
        if (length == nameUtf8.length) {
            // A name as long as the other and not the same may still be the same only where it is spelt with escapes,
            // which make it longer.
            return Arrays.equals(bytes, from, from + length, nameUtf8, 0, length);
        }
        return length > nameUtf8.length
                && hasEscape(from, from + length)
                && Arrays.equals(name().getBytes(UTF_8), nameUtf8);
    }

    private boolean hasEscape(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    @Override
    void value(int slot, IndexedValues into) {
        int from = nameEnd;
        while (bytes[from] == ':' || isSpace(bytes[from])) {
            from++;
        }
        switch (bytes[from]) {
            case '"' -> into.setText(slot, Texts.beginningOfJson(bytes, from + 1, endOfString(from) - from - 2));
            case 't' -> into.setFlag(slot, true);
            case 'f' -> into.setFlag(slot, false);
            case 'n' -> into.setMissing(slot);
            case '{', '[' -> into.setOther(slot);
            default -> {
                int to = end;
                while (isSpace(bytes[to - 1])) {
                    to--;
                }
                JsonNumbers.read(bytes, from, to, slot, into);
            }
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    @Override
    void close() {
        bytes = new byte[0];
    }
}
