package io.tickgate.protocol.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;

/**
 * What {@link JsonTranscoder} has to write, through the JSON library's own parser: integers of up to 64 bits stay integers,
 * all other numbers become float64, the nearest one; a number beyond float64 becomes a string of its own digits.
 */
final class ParsedTranscoder {
    /** The readers' limits hold already; these only keep Jackson's own out of the way. */
    private static final WireLimits LIMITS = new WireLimits(Integer.MAX_VALUE, 512, 64 << 10, 1024);

    private static final JsonFactory FACTORY = JsonSource.factory(LIMITS);

    private static final int UINT64_BITS = 64;

    private ParsedTranscoder() {}

    static void members(byte[] bytes, int offset, int length, MsgPackWriter out) throws WireException {
        wrapped('{', bytes, offset, length, '}', out);
    }

    static void elements(byte[] bytes, int offset, int length, MsgPackWriter out) throws WireException {
        wrapped('[', bytes, offset, length, ']', out);
    }

    private static void wrapped(char open, byte[] bytes, int offset, int length, char close, MsgPackWriter out)
            throws WireException {
        byte[] whole = new byte[length + 2];
        whole[0] = (byte) open;
        System.arraycopy(bytes, offset, whole, 1, length);
        whole[length + 1] = (byte) close;
        try (JsonParser in = JsonSource.parser(FACTORY, whole, 0, whole.length)) {
            in.nextToken();
            items(in, out);
        } catch (IOException e) {
            throw JsonSource.invalid(e, null, LIMITS);
        }
    }

    /** Writes what is left of the container that is open, and counts it. Jackson's nesting limit bounds the recursion. */
    private static int items(JsonParser in, MsgPackWriter out) throws IOException {
        int count = 0;
        while (true) {
            JsonToken token = in.nextToken();
            if (token == null || token.isStructEnd()) {
                return count;
            }
            if (token == JsonToken.FIELD_NAME) {
                out.string(in.currentName());
                token = in.nextToken();
            }
            value(token, in, out);
            count++;
        }
    }

    private static void value(JsonToken token, JsonParser in, MsgPackWriter out) throws IOException {
        switch (token) {
            case START_OBJECT, START_ARRAY -> {
                int start = out.openContainer();
                out.closeContainer(start, items(in, out), token == JsonToken.START_OBJECT);
            }
            case VALUE_STRING -> out.string(in.getText());
            case VALUE_NUMBER_INT -> integer(in, out);
            case VALUE_NUMBER_FLOAT -> real(in.getDoubleValue(), in, out);
            case VALUE_TRUE -> out.bool(true);
            case VALUE_FALSE -> out.bool(false);
            default -> out.nil();
        }
    }

    private static void integer(JsonParser in, MsgPackWriter out) throws IOException {
        if (in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = in.getLongValue();
            if (value == 0 && in.getTextLength() == 2) {
                out.real(-0.0); // "-0": an integer would lose the sign
            } else {
                out.integer(value);
            }
            return;
        }
        BigInteger value = in.getBigIntegerValue();
        if (value.signum() > 0 && value.bitLength() <= UINT64_BITS) {
            out.unsigned(value.longValue());
        } else {
            real(value.doubleValue(), in, out);
        }
    }

    private static void real(double nearest, JsonParser in, MsgPackWriter out) throws IOException {
        if (Double.isFinite(nearest)) {
            out.real(nearest);
        } else {
            out.string(in.getText());
        }
    }
}
