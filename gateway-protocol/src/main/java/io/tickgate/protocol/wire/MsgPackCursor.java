package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.ErrorCode;
import org.msgpack.core.MessagePack.Code;

/**
 * Steps through MessagePack token by token. Every length is checked against the bytes left before anything trusts it;
 * whatever JSON cannot say is refused: binary and extensions here, NaN and infinities by who reads, once it has read all.
 *
 * <p>msgpack-core's unpacker is not used: it copies through its own buffers, its recursion has no limit
 * (CVE-2026-90472), and it does not tell a value's offset.
 */
final class MsgPackCursor {
    /** What a token is. */
    enum Token {
        NIL,
        BOOLEAN,
        /** In {@link #whole}, signed. */
        INTEGER,
        /** In {@link #whole}, unsigned, above {@link Long#MAX_VALUE}. */
        UNSIGNED,
        SINGLE,
        REAL,
        STRING,
        ARRAY,
        MAP
    }

    private static final byte[] NOTHING = {};

    byte[] input = NOTHING;
    int position;
    /** An integer's value, 0 or 1 of a boolean. */
    long whole;

    double real;
    /** Where a string's bytes stand. */
    int textStart;

    int textLength;
    /** Entries of a map, elements of an array. */
    int count;
    /** Where the first number stands that is not finite, -1 as long as there was none. */
    int notFiniteAt;

    private int start;
    private int end;

    void open(byte[] bytes, int offset, int length) {
        input = bytes;
        start = offset;
        position = offset;
        end = offset + length;
        notFiniteAt = -1;
    }

    void close() {
        input = NOTHING;
    }

    /** The nearest double of an integer above {@link Long#MAX_VALUE}. */
    static double unsigned(long bits) {
        return (double) ((bits >>> 1) | (bits & 1)) * 2;
    }

    /** A float32 as the number that its shortest decimal says, which is what it becomes in JSON. */
    double decimal() {
        return Double.parseDouble(Float.toString((float) real));
    }

    boolean atEnd() {
        return position == end;
    }

    Token next() throws WireException {
        int at = position;
        byte code = input[take(1)];
        if (Code.isPosFixInt(code) || Code.isNegFixInt(code)) {
            return integer(code);
        }
        if (Code.isFixStr(code)) {
            return text(code & 0x1f);
        }
        if (Code.isFixedMap(code)) {
            return container(Token.MAP, code & 0x0f);
        }
        if (Code.isFixedArray(code)) {
            return container(Token.ARRAY, code & 0x0f);
        }
        return switch (code) {
            case Code.NIL -> Token.NIL;
            case Code.FALSE, Code.TRUE -> {
                whole = code & 1;
                yield Token.BOOLEAN;
            }
            case Code.UINT8 -> integer(bits(1));
            case Code.UINT16 -> integer(bits(2));
            case Code.UINT32 -> integer(bits(4));
            case Code.UINT64 -> {
                whole = bits(8);
                yield whole < 0 ? Token.UNSIGNED : Token.INTEGER;
            }
            case Code.INT8 -> integer((byte) bits(1));
            case Code.INT16 -> integer((short) bits(2));
            case Code.INT32 -> integer(bits(4) << 32 >> 32);
            case Code.INT64 -> integer(bits(8));
            case Code.FLOAT32 -> real(Token.SINGLE, Float.intBitsToFloat((int) bits(4)), at);
            case Code.FLOAT64 -> real(Token.REAL, Double.longBitsToDouble(bits(8)), at);
            case Code.STR8 -> text(bits(1));
            case Code.STR16 -> text(bits(2));
            case Code.STR32 -> text(bits(4));
            case Code.ARRAY16 -> container(Token.ARRAY, bits(2));
            case Code.ARRAY32 -> container(Token.ARRAY, bits(4));
            case Code.MAP16 -> container(Token.MAP, bits(2));
            case Code.MAP32 -> container(Token.MAP, bits(4));
            default -> throw invalid(at, ": this type has no place in the protocol");
        };
    }

    /** Reads a map's key, which must be a string. */
    void key(int bytesMax) throws WireException {
        int at = position;
        if (next() != Token.STRING) {
            throw invalid(at, ": a key must be a string");
        }
        if (textLength > bytesMax) {
            throw invalid(at, ": a key is longer than " + bytesMax + " bytes");
        }
    }

    WireException invalid(int at, String detail) {
        long byteOffset = (long) at - start;
        return new WireException(
                ErrorCode.INVALID_MSGPACK, "Invalid MessagePack at byte " + byteOffset + detail, byteOffset);
    }

    private Token integer(long value) {
        whole = value;
        return Token.INTEGER;
    }

    private Token real(Token token, double value, int at) {
        if (!Double.isFinite(value) && notFiniteAt < 0) {
            notFiniteAt = at;
        }
        real = value;
        return token;
    }

    private Token text(long length) throws WireException {
        textStart = take(length);
        textLength = (int) length;
        int invalid = Utf8.firstInvalid(input, textStart, textLength);
        if (invalid >= 0) {
            throw invalid(textStart + invalid, ": not UTF-8");
        }
        return Token.STRING;
    }

    private Token container(Token token, long items) throws WireException {
        long least = token == Token.MAP ? items * 2 : items;
        if (least > end - position) {
            throw invalid(end, ": bytes are missing");
        }
        count = (int) items;
        return token;
    }

    private long bits(int bytes) throws WireException {
        int at = take(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (input[at + i] & 0xff);
        }
        return value;
    }

    private int take(long bytes) throws WireException {
        if (bytes > end - position) {
            throw invalid(end, ": bytes are missing");
        }
        int at = position;
        position += (int) bytes;
        return at;
    }
}
