package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.msgpack.core.MessagePack.Code;

/**
 * Writes MessagePack, each value in its shortest form, straight into the buffer.
 *
 * <p>msgpack-core's packer is not used: it flushes through buffers of its own, and each message would be copied once more
 * and allocate its result.
 */
final class MsgPackWriter implements WireWriter {
    private final WireBuffer out;

    MsgPackWriter(WireBuffer out) {
        this.out = out;
    }

    @Override
    public WireFormat format() {
        return WireFormat.MSGPACK;
    }

    @Override
    public WireBuffer buffer() {
        return out;
    }

    @Override
    public WireWriter beginObject(int fieldCount) {
        header(fieldCount, Code.FIXMAP_PREFIX, Code.MAP16, Code.MAP32);
        return this;
    }

    /** How long the header of a map is that {@link #beginObject} wrote. */
    static int mapHeaderBytes(byte first) {
        return Code.isFixedMap(first) ? 1 : first == Code.MAP16 ? 3 : 5;
    }

    /** How many members a map has that stands at the front of {@code map}. */
    static int mapSize(byte[] map) {
        int size = Code.isFixedMap(map[0]) ? map[0] & 0x0f : 0;
        for (int i = 1; i < mapHeaderBytes(map[0]); i++) {
            size = size << 8 | (map[i] & 0xff);
        }
        return size;
    }

    @Override
    public WireWriter endObject() {
        return this;
    }

    @Override
    public WireWriter beginArray(int elementCount) {
        header(elementCount, Code.FIXARRAY_PREFIX, Code.ARRAY16, Code.ARRAY32);
        return this;
    }

    @Override
    public WireWriter endArray() {
        return this;
    }

    @Override
    public WireWriter name(String name) {
        return string(name);
    }

    @Override
    public WireWriter string(String value) {
        int length = value.length();
        int start = out.length();
        stringHeader(length);
        int at = out.grow(length);
        byte[] array = out.array();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                out.length(start);
                return beyondAscii(value);
            }
            array[at + i] = (byte) c;
        }
        return this;
    }

    @Override
    public WireWriter ascii(byte[] value) {
        stringUtf8(value, 0, value.length);
        return this;
    }

    @Override
    public WireWriter integer(long value) {
        if (value >= 0) {
            positive(value);
        } else if (value >= -32) {
            out.put((int) value);
        } else if (value >= Byte.MIN_VALUE) {
            out.put(Code.INT8);
            out.put((int) value);
        } else if (value >= Short.MIN_VALUE) {
            out.put(Code.INT16);
            out.putShort((int) value);
        } else if (value >= Integer.MIN_VALUE) {
            out.put(Code.INT32);
            out.putInt((int) value);
        } else {
            out.put(Code.INT64);
            out.putLong(value);
        }
        return this;
    }

    @Override
    public WireWriter real(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the protocol has no " + value);
        }
        out.put(Code.FLOAT64);
        out.putLong(Double.doubleToRawLongBits(value));
        return this;
    }

    @Override
    public WireWriter number(BigDecimal value) {
        double nearest = value.doubleValue();
        return Double.isFinite(nearest) ? real(nearest) : string(value.toString());
    }

    @Override
    public WireWriter bool(boolean value) {
        out.put(value ? Code.TRUE : Code.FALSE);
        return this;
    }

    @Override
    public WireWriter nil() {
        out.put(Code.NIL);
        return this;
    }

    @Override
    public WireWriter seconds(long micros) {
        return real(micros / 1e6);
    }

    @Override
    public WireWriter body(MessageBody body) throws WireException {
        beginObject(body.memberCount());
        members(body);
        return this;
    }

    @Override
    public WireWriter list(OpaqueList list) throws WireException {
        beginArray(list.elementCount());
        if (list.format() == WireFormat.MSGPACK) {
            out.put(list.bytes(), list.offset(), list.length());
        } else if (list.elementCount() > 0) {
            JsonTranscoder.elements(list.bytes(), list.offset(), list.length(), this);
        }
        return this;
    }

    @Override
    public WireWriter members(MessageBody body) throws WireException {
        if (body.format() == WireFormat.MSGPACK) {
            out.put(body.bytes(), body.offset(), body.length());
        } else if (body.memberCount() > 0) {
            JsonTranscoder.members(body.bytes(), body.offset(), body.length(), this);
        }
        return this;
    }

    void stringUtf8(byte[] bytes, int offset, int length) {
        stringHeader(length);
        out.put(bytes, offset, length);
    }

    /** Makes room for text of so many bytes of UTF-8, at the end of the array that it gives, for the caller to write. */
    byte[] openString(int length) {
        stringHeader(length);
        out.grow(length);
        return out.array();
    }

    /** A 64-bit integer whose highest bit counts. */
    void unsigned(long value) {
        out.put(Code.UINT64);
        out.putLong(value);
    }

    /** Opens a container whose size is not known yet. */
    int openContainer() {
        return out.grow(1);
    }

    /** Writes the size of the container opened at {@code start}; what follows moves up when the header needs more bytes. */
    void closeContainer(int start, int count, boolean object) {
        if (count <= 15) {
            out.array()[start] = (byte) ((object ? Code.FIXMAP_PREFIX : Code.FIXARRAY_PREFIX) | count);
            return;
        }
        int end = out.length();
        int extra = count <= 0xffff ? 2 : 4;
        out.grow(extra);
        System.arraycopy(out.array(), start + 1, out.array(), start + 1 + extra, end - start - 1);
        out.length(start);
        if (object) {
            beginObject(count);
        } else {
            beginArray(count);
        }
        out.length(end + extra);
    }

    private WireWriter beyondAscii(String value) {
        // A lone surrogate has no UTF-8; getBytes would write '?', which nobody recognises as a loss.
        byte[] bytes = value.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xfffd : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        stringUtf8(bytes, 0, bytes.length);
        return this;
    }

    private void positive(long value) {
        if (value <= 0x7f) {
            out.put((int) value);
        } else if (value <= 0xff) {
            out.put(Code.UINT8);
            out.put((int) value);
        } else if (value <= 0xffff) {
            out.put(Code.UINT16);
            out.putShort((int) value);
        } else if (value <= 0xffffffffL) {
            out.put(Code.UINT32);
            out.putInt((int) value);
        } else {
            unsigned(value);
        }
    }

    private void stringHeader(int length) {
        if (length <= 31) {
            out.put(Code.FIXSTR_PREFIX | length);
        } else if (length <= 0xff) {
            out.put(Code.STR8);
            out.put(length);
        } else if (length <= 0xffff) {
            out.put(Code.STR16);
            out.putShort(length);
        } else {
            out.put(Code.STR32);
            out.putInt(length);
        }
    }

    private void header(int count, byte fixed, byte wide, byte widest) {
        if (count <= 15) {
            out.put(fixed | count);
        } else if (count <= 0xffff) {
            out.put(wide);
            out.putShort(count);
        } else {
            out.put(widest);
            out.putInt(count);
        }
    }
}
