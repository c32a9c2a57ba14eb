package io.tickgate.protocol.wire;

import java.nio.charset.StandardCharsets;

/**
 * Where in a message a value stands, in the words of an error's field, such as {@code data_points[3].timestamp}. Found by
 * walking the message once more, since only messages at fault need it.
 */
final class MsgPackPath {
    private static final int CHARS_MAX = 200;

    private final MsgPackCursor in = new MsgPackCursor();
    private final StringBuilder path = new StringBuilder();
    private final int target;

    private MsgPackPath(int target) {
        this.target = target;
    }

    /**
     * The path of the value whose first byte is at {@code target}, cut off where it is long; empty for the message itself.
     *
     * @throws WireException when the message was not read to its end before
     */
    static String of(byte[] input, int start, int end, int target) throws WireException {
        MsgPackPath walk = new MsgPackPath(target);
        walk.in.open(input, start, end - start);
        walk.find();
        return walk.path.length() <= CHARS_MAX ? walk.path.toString() : walk.path.substring(0, CHARS_MAX) + '…';
    }

    /** Whether the value that comes next is the one, or holds it; the path is as it was when not. */
    private boolean find() throws WireException {
        if (in.position == target) {
            return true;
        }
        MsgPackCursor.Token token = in.next();
        boolean isMap = token == MsgPackCursor.Token.MAP;
        if (!isMap && token != MsgPackCursor.Token.ARRAY) {
            return false;
        }
        int count = in.count;
        int length = path.length();
        for (int i = 0; i < count; i++) {
            if (isMap) {
                in.key(Integer.MAX_VALUE);
                path.append(length == 0 ? "" : ".")
                        .append(new String(in.input, in.textStart, in.textLength, StandardCharsets.UTF_8));
            } else {
                path.append('[').append(i).append(']');
            }
            if (find()) {
                return true;
            }
            path.setLength(length);
        }
        return false;
    }
}
