package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads MessagePack from the input array itself; containers that are open stand on a small stack. */
final class MsgPackReader implements WireReader {
    private final WireLimits limits;
    private final MsgPackCursor in = new MsgPackCursor();
    private final NameCache names = new NameCache();
    private final GatewayFields fields = new GatewayFields();
    /** Entries or elements not read yet, per open container. */
    private final int[] left;

    private final boolean[] maps;

    private int start;
    private int depth;
    private MsgPackCursor.Token token = MsgPackCursor.Token.NIL;

    MsgPackReader(WireLimits limits) {
        this.limits = limits;
        this.left = new int[limits.nestingMax()];
        this.maps = new boolean[limits.nestingMax()];
    }

    @Override
    public void open(byte[] bytes, int offset, int length) throws WireException {
        open(bytes, offset, length, Kind.OBJECT, "A message must be an object");
    }

    @Override
    public void openArray(byte[] bytes, int offset, int length) throws WireException {
        open(bytes, offset, length, Kind.ARRAY, "It must be an array");
    }

    private void open(byte[] bytes, int offset, int length, Kind kind, String rule) throws WireException {
        if (length > limits.messageBytesMax()) {
            throw new WireException(
                    ErrorCode.MESSAGE_TOO_LARGE, "Message exceeds " + limits.messageBytesMax() + " bytes", -1);
        }
        in.open(bytes, offset, length);
        start = offset;
        depth = 0;
        if (value() != kind) {
            skip();
            end();
            throw new WireException(ErrorCode.INVALID_MESSAGE, rule, 0);
        }
    }

    @Override
    public int position() {
        return in.position;
    }

    @Override
    public @Nullable String nextName() throws WireException {
        if (left[depth - 1] == 0) {
            depth--;
            return null;
        }
        left[depth - 1]--;
        in.key(limits.nameBytesMax());
        return names.get(in.input, in.textStart, in.textLength);
    }

    @Override
    public Kind nextValue() throws WireException {
        return value();
    }

    @Override
    public @Nullable Kind nextElement() throws WireException {
        if (left[depth - 1] == 0) {
            depth--;
            return null;
        }
        left[depth - 1]--;
        return value();
    }

    @Override
    public String string() {
        return new String(in.input, in.textStart, in.textLength, StandardCharsets.UTF_8);
    }

    @Override
    public boolean isInteger() {
        return token == MsgPackCursor.Token.INTEGER;
    }

    @Override
    public long integer() {
        return in.whole;
    }

    @Override
    public double real() {
        return switch (token) {
            case INTEGER -> (double) in.whole;
            case UNSIGNED -> MsgPackCursor.unsigned(in.whole);
            default -> in.real;
        };
    }

    @Override
    public double decimal() {
        return token == MsgPackCursor.Token.SINGLE ? in.decimal() : real();
    }

    @Override
    public boolean isExact() {
        return switch (token) {
            case INTEGER -> in.whole >= -WireReader.EXACT_MAX && in.whole <= WireReader.EXACT_MAX;
            case UNSIGNED -> false;
            // A float32 is written with its own, fewer digits.
            case SINGLE -> Float.toString((float) in.real).equals(Double.toString(in.real));
            default -> true;
        };
    }

    @Override
    public boolean bool() {
        return in.whole != 0;
    }

    @Override
    public void skip() throws WireException {
        if (token == MsgPackCursor.Token.MAP || token == MsgPackCursor.Token.ARRAY) {
            pass(depth - 1);
        }
    }

    @Override
    public MessageBody body(boolean cut) throws WireException {
        fields.reset();
        int start = in.position;
        int level = depth;
        while (true) {
            int memberStart = in.position;
            String name = nextName();
            if (name == null) {
                return fields.body(WireFormat.MSGPACK, in.input, start, in.position);
            }
            value();
            if (name.equals(GatewayFields.TYPE) && !isSoundType()) {
                fields.noteUnsoundType();
            }
            pass(level);
            if (fields.note(name, cut)) {
                fields.cut(memberStart, in.position);
            }
        }
    }

    private boolean isSoundType() {
        // As long as the bytes are few enough the characters are, too.
        return token == MsgPackCursor.Token.STRING
                && in.textLength > 0
                && (in.textLength <= MessageBody.TYPE_CHARS_MAX || string().length() <= MessageBody.TYPE_CHARS_MAX);
    }

    @Override
    public OpaqueList list() throws WireException {
        int start = in.position;
        int elements = in.count;
        pass(depth - 1);
        return new OpaqueList(WireFormat.MSGPACK, in.input, start, in.position - start, elements);
    }

    @Override
    public void end() throws WireException {
        if (!in.atEnd()) {
            throw in.invalid(in.position, ": bytes follow the message");
        }
        if (in.notFiniteAt >= 0) {
            WireException fault = in.invalid(in.notFiniteAt, ": a number must be finite");
            String path = MsgPackPath.of(in.input, start, in.position, in.notFiniteAt);
            throw path.isEmpty() ? fault : new WireException(fault.code(), fault.text(), path);
        }
    }

    @Override
    public void close() {
        in.close();
    }

    /** Reads on until no more than {@code level} containers are open. */
    private void pass(int level) throws WireException {
        while (depth > level) {
            int top = depth - 1;
            if (left[top] == 0) {
                depth--;
                continue;
            }
            left[top]--;
            if (maps[top]) {
                in.key(limits.nameBytesMax());
            }
            value();
        }
    }

    private Kind value() throws WireException {
        int at = in.position;
        token = in.next();
        return switch (token) {
            case NIL -> Kind.NULL;
            case BOOLEAN -> Kind.BOOLEAN;
            case INTEGER, UNSIGNED, SINGLE, REAL -> Kind.NUMBER;
            case STRING -> Kind.STRING;
            case ARRAY -> enter(at, Kind.ARRAY);
            case MAP -> enter(at, Kind.OBJECT);
        };
    }

    private Kind enter(int at, Kind kind) throws WireException {
        if (depth == left.length) {
            throw in.invalid(at, ": nesting exceeds " + left.length);
        }
        left[depth] = in.count;
        maps[depth] = kind == Kind.OBJECT;
        depth++;
        return kind;
    }
}
