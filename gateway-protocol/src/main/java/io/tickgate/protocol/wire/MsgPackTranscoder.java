package io.tickgate.protocol.wire;

/** Turns checked MessagePack into JSON, value by value. Recursion is bounded: readers refuse deep nesting. */
final class MsgPackTranscoder {
    private static final int NESTING_MAX = 512;

    private final MsgPackCursor in = new MsgPackCursor();
    private final JsonWriter out;

    private MsgPackTranscoder(byte[] bytes, int offset, int length, JsonWriter out) {
        in.open(bytes, offset, length);
        this.out = out;
    }

    /** Writes {@code count} keys and values into the object that is open. */
    static void members(byte[] bytes, int offset, int length, int count, JsonWriter out) throws WireException {
        MsgPackTranscoder transcoder = new MsgPackTranscoder(bytes, offset, length, out);
        transcoder.members(count, 1);
        transcoder.end();
    }

    /** Writes {@code count} values into the array that is open. */
    static void elements(byte[] bytes, int offset, int length, int count, JsonWriter out) throws WireException {
        MsgPackTranscoder transcoder = new MsgPackTranscoder(bytes, offset, length, out);
        for (int i = 0; i < count; i++) {
            transcoder.value(1);
        }
        transcoder.end();
    }

    private void members(int count, int depth) throws WireException {
        for (int i = 0; i < count; i++) {
            in.key(Integer.MAX_VALUE);
            out.nameUtf8(in.input, in.textStart, in.textLength);
            value(depth);
        }
    }

    private void value(int depth) throws WireException {
        if (depth > NESTING_MAX) {
            throw in.invalid(in.position, ": nesting exceeds " + NESTING_MAX);
        }
        MsgPackCursor.Token token = in.next();
        if (in.notFiniteAt >= 0) {
            throw in.invalid(in.notFiniteAt, ": a number must be finite");
        }
        switch (token) {
            case NIL -> out.nil();
            case BOOLEAN -> out.bool(in.whole != 0);
            case INTEGER -> out.integer(in.whole);
            case UNSIGNED -> out.unsigned(in.whole);
            case SINGLE -> out.realSingle((float) in.real);
            case REAL -> out.real(in.real);
            case STRING -> out.stringUtf8(in.input, in.textStart, in.textLength);
            case ARRAY -> {
                int count = in.count;
                out.beginArray(count);
                for (int i = 0; i < count; i++) {
                    value(depth + 1);
                }
                out.endArray();
            }
            case MAP -> {
                int count = in.count;
                out.beginObject(count);
                members(count, depth + 1);
                out.endObject();
            }
        }
    }

    private void end() throws WireException {
        if (!in.atEnd()) {
            throw in.invalid(in.position, ": bytes follow the last member");
        }
    }
}
