package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.util.Arrays;

/** Watches the top level of an opaque object for the fields that concern the gateway, and cuts those it sets itself. */
final class GatewayFields {
    static final String CHANNEL = "channel";
    static final String OFFSET = "offset";
    static final String SERVER_TIME = "server_time";
    /** How many publications one stands for; set only for subscribers who asked. */
    static final String UPDATE_COUNT = "update_count";

    static final String TYPE = "type";
    /** The type of a publication whose publisher gave none. */
    static final String DEFAULT_TYPE = "message";

    static final String TIMESTAMP = "timestamp";

    private int members;
    private boolean hasType;
    private boolean isTypeSound;
    private boolean hasTimestamp;
    /** Start and end of each cut, in pairs; grows with a publisher's own fields only, four bytes for at least five. */
    private int[] cuts = new int[8];

    private int cutCount;

    void reset() {
        members = 0;
        hasType = false;
        isTypeSound = true;
        hasTimestamp = false;
        cutCount = 0;
    }

    /** Notes a member. Gives true when it must be cut. */
    boolean note(String name, boolean cut) {
        switch (name) {
            case CHANNEL, OFFSET, SERVER_TIME, UPDATE_COUNT -> {
                if (cut) {
                    return true;
                }
            }
            case TYPE -> hasType = true;
            case TIMESTAMP -> hasTimestamp = true;
            default -> {}
        }
        members++;
        return false;
    }

    /** Notes that a member called {@code type} is not what a publication's may be. */
    void noteUnsoundType() {
        isTypeSound = false;
    }

    void cut(int start, int end) {
        if (cutCount * 2 == cuts.length) {
            cuts = Arrays.copyOf(cuts, cuts.length * 2);
        }
        cuts[cutCount * 2] = start;
        cuts[cutCount * 2 + 1] = end;
        cutCount++;
    }

    /** The object whose members stand from {@code start} to {@code end}, without the cuts. */
    MessageBody body(WireFormat format, byte[] input, int start, int end) {
        if (cutCount == 0) {
            return new MessageBody(format, input, start, end - start, members, hasType, isTypeSound, hasTimestamp);
        }
        byte[] kept = new byte[end - start];
        int length = 0;
        int from = start;
        for (int i = 0; i < cutCount; i++) {
            int piece = cuts[i * 2] - from;
            System.arraycopy(input, from, kept, length, piece);
            length += piece;
            from = cuts[i * 2 + 1];
        }
        System.arraycopy(input, from, kept, length, end - from);
        length += end - from;
        if (format == WireFormat.JSON && members > 0 && cuts[cutCount * 2 - 1] == end) {
            // The last member went, so the comma before it goes as well.
            do {
                length--;
            } while (kept[length] != ',');
        }
        if (cuts.length > 64) {
            cuts = new int[8];
        }
        return new MessageBody(format, kept, 0, length, members, hasType, isTypeSound, hasTimestamp);
    }
}
