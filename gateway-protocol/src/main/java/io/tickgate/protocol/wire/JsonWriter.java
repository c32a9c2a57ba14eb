package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import java.math.BigDecimal;

/** Writes JSON by hand: Jackson's generators cannot be used twice, and a new one costs more than a small message. */
final class JsonWriter implements WireWriter {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** Below it every whole double prints all its digits as a long. */
    private static final double WHOLE_MAX = 1e15;

    private final WireBuffer out;
    private boolean commaDue;

    JsonWriter(WireBuffer out) {
        this.out = out;
    }

    @Override
    public WireFormat format() {
        return WireFormat.JSON;
    }

    @Override
    public WireBuffer buffer() {
        return out;
    }

    @Override
    public WireWriter beginObject(int fieldCount) {
        return begin('{');
    }

    @Override
    public WireWriter endObject() {
        return end('}');
    }

    @Override
    public WireWriter beginArray(int elementCount) {
        return begin('[');
    }

    @Override
    public WireWriter endArray() {
        return end(']');
    }

    @Override
    public WireWriter name(String name) {
        separate();
        quote(name);
        out.put(':');
        commaDue = false;
        return this;
    }

    @Override
    public WireWriter string(String value) {
        separate();
        quote(value);
        return this;
    }

    @Override
    public WireWriter ascii(byte[] value) {
        separate();
        out.put('"');
        out.put(value, 0, value.length);
        out.put('"');
        return this;
    }

    @Override
    public WireWriter integer(long value) {
        separate();
        digits(value);
        return this;
    }

    @Override
    public WireWriter real(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        separate();
        if (Math.abs(value) < WHOLE_MAX && value == (long) value && !isNegativeZero(value)) {
            digits((long) value);
            out.put('.');
            out.put('0');
        } else {
            decimal(Double.toString(value));
        }
        return this;
    }

    @Override
    public WireWriter number(BigDecimal value) {
        separate();
        out.putAscii(value.toString());
        return this;
    }

    @Override
    public WireWriter bool(boolean value) {
        separate();
        out.putAscii(value ? "true" : "false");
        return this;
    }

    @Override
    public WireWriter nil() {
        separate();
        out.putAscii("null");
        return this;
    }

    @Override
    public WireWriter seconds(long micros) {
        separate();
        digits(Math.floorDiv(micros, 1_000_000L));
        int fraction = (int) Math.floorMod(micros, 1_000_000L);
        int at = out.grow(7);
        byte[] array = out.array();
        array[at] = '.';
        for (int i = 6; i > 0; i--) {
            array[at + i] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        return this;
    }

    @Override
    public WireWriter body(MessageBody body) throws WireException {
        beginObject(body.memberCount());
        members(body);
        return endObject();
    }

    @Override
    public WireWriter list(OpaqueList list) throws WireException {
        beginArray(list.elementCount());
        if (list.elementCount() > 0) {
            if (list.format() == WireFormat.JSON) {
                out.put(list.bytes(), list.offset(), list.length());
                commaDue = true;
            } else {
                MsgPackTranscoder.elements(list.bytes(), list.offset(), list.length(), list.elementCount(), this);
            }
        }
        return endArray();
    }

    @Override
    public WireWriter members(MessageBody body) throws WireException {
        if (body.memberCount() == 0) {
            return this;
        }
        if (body.format() == WireFormat.JSON) {
            separate();
            out.put(body.bytes(), body.offset(), body.length());
        } else {
            MsgPackTranscoder.members(body.bytes(), body.offset(), body.length(), body.memberCount(), this);
        }
        return this;
    }

    /** A name that is UTF-8 already. */
    void nameUtf8(byte[] bytes, int offset, int length) {
        stringUtf8(bytes, offset, length);
        out.put(':');
        commaDue = false;
    }

    /** A string that is UTF-8 already: only what JSON escapes is looked at (RFC 8259 section 7). */
    void stringUtf8(byte[] bytes, int offset, int length) {
        separate();
        out.put('"');
        int copied = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                out.put(bytes, copied, i - copied);
                escape(b);
                copied = i + 1;
            }
        }
        out.put(bytes, copied, end - copied);
        out.put('"');
    }

    /** A float32 with the fewest digits that give it back. */
    void realSingle(float value) {
        if (value == (long) value) {
            real(value);
        } else {
            separate();
            out.putAscii(Float.toString(value));
        }
    }

    /** A 64-bit integer whose highest bit counts. */
    void unsigned(long value) {
        separate();
        out.putAscii(Long.toUnsignedString(value));
    }

    private static boolean isNegativeZero(double value) {
        return value == 0 && Double.doubleToRawLongBits(value) != 0;
    }

    private WireWriter begin(char bracket) {
        separate();
        out.put(bracket);
        commaDue = false;
        return this;
    }

    private WireWriter end(char bracket) {
        out.put(bracket);
        commaDue = true;
        return this;
    }

    private void separate() {
        if (commaDue) {
            out.put(',');
        }
        commaDue = true;
    }

    private void quote(String text) {
        out.put('"');
        for (int i = 0, length = text.length(); i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c == '"' || c == '\\' || c < ' ') {
                    escape(c);
                } else {
                    out.put(c);
                }
            } else if (c < 0x800) {
                out.put(0xc0 | (c >> 6));
                out.put(0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out.put(0xf0 | (point >> 18));
                out.put(0x80 | ((point >> 12) & 0x3f));
                out.put(0x80 | ((point >> 6) & 0x3f));
                out.put(0x80 | (point & 0x3f));
            } else if (Character.isSurrogate(c)) {
                // A lone surrogate has no UTF-8, but JSON can escape it, so an id comes back as it was sent.
                escape(c);
            } else {
                out.put(0xe0 | (c >> 12));
                out.put(0x80 | ((c >> 6) & 0x3f));
                out.put(0x80 | (c & 0x3f));
            }
        }
        out.put('"');
    }

    private void escape(int c) {
        out.put('\\');
        switch (c) {
            case '"', '\\' -> out.put(c);
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            case '\b' -> out.put('b');
            case '\f' -> out.put('f');
            default -> {
                out.put('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.put(HEX[(c >> shift) & 0xf]);
                }
            }
        }
    }

    /** Java writes {@code 1.7311440005E9}: still JSON, but a time in seconds reads better without the exponent. */
    private void decimal(String text) {
        int exponentAt = text.indexOf('E');
        int point = text.indexOf('.');
        int exponent = exponentAt < 0 ? 0 : Integer.parseInt(text, exponentAt + 1, text.length(), 10);
        if (exponent <= 0 || exponentAt - point - 1 <= exponent) {
            out.putAscii(text);
            return;
        }
        out.putAscii(text.substring(0, point));
        out.putAscii(text.substring(point + 1, point + 1 + exponent));
        out.put('.');
        out.putAscii(text.substring(point + 1 + exponent, exponentAt));
    }

    private void digits(long value) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                out.putAscii("-9223372036854775808");
                return;
            }
            out.put('-');
            value = -value;
        }
        int count = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            count++;
        }
        int at = out.grow(count);
        byte[] array = out.array();
        for (int i = at + count - 1; i >= at; i--) {
            array[i] = (byte) ('0' + value % 10);
            value /= 10;
        }
    }
}
