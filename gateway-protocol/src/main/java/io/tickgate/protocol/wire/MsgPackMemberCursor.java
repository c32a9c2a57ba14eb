package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import java.util.Arrays;

/** Members in MessagePack: keys and values one after the other. */
final class MsgPackMemberCursor extends MemberCursor {
    private final MsgPackCursor in = new MsgPackCursor();
    private int left;
    private int nameStart;
    private int nameLength;
    private MsgPackCursor.Token token = MsgPackCursor.Token.NIL;
    private int textStart;
    private int textLength;

    @Override
    void open(MessageBody body) {
        in.open(body.bytes(), body.offset(), body.length());
        left = body.memberCount();
    }

    @Override
    boolean next() throws WireException {
        if (left == 0) {
            return false;
        }
        left--;
        start = in.position;
        in.key(Integer.MAX_VALUE);
        nameStart = in.textStart;
        nameLength = in.textLength;
        token = in.next();
        textStart = in.textStart;
        textLength = in.textLength;
        pass(token);
        end = in.position;
        return true;
    }

    /** Passes over what a container holds. */
    private void pass(MsgPackCursor.Token first) throws WireException {
        long values = within(first);
        while (values > 0) {
            values += within(in.next()) - 1;
        }
    }

    private long within(MsgPackCursor.Token last) {
        return switch (last) {
            case MAP -> 2L * in.count;
            case ARRAY -> in.count;
            default -> 0;
        };
    }

    @Override
    boolean isNamed(byte[] nameUtf8) {
        return nameLength == nameUtf8.length
                && Arrays.equals(in.input, nameStart, nameStart + nameLength, nameUtf8, 0, nameUtf8.length);
    }

    @Override
    void value(int slot, IndexedValues into) {
        switch (token) {
            case NIL -> into.setMissing(slot);
            case BOOLEAN -> into.setFlag(slot, in.whole != 0);
            case INTEGER -> into.setWhole(slot, in.whole);
            case UNSIGNED -> into.setReal(slot, MsgPackCursor.unsigned(in.whole));
            case SINGLE -> into.setReal(slot, in.decimal());
            case REAL -> into.setReal(slot, in.real);
            case STRING -> into.setText(slot, Texts.beginning(in.input, textStart, textLength));
            case ARRAY, MAP -> into.setOther(slot);
        }
    }

    @Override
    void close() {
        in.close();
    }
}
