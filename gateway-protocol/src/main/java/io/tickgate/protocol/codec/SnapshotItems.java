package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireWriter;

/**
 * Writes the items of a {@link SnapshotPage} one after the other. Publications are carried over as the bytes that their
 * subscribers got.
 *
 * <p><b>Owner:</b> one thread, one page.
 */
public final class SnapshotItems {
    private static final String MESSAGE = "message";

    private final WireBuffer buffer = new WireBuffer();
    private final WireWriter out;
    private int count;

    public SnapshotItems(WireFormat format) {
        out = WireWriter.of(format, buffer);
    }

    /** @param publication a whole object in this page's format */
    public void add(String channel, long offset, byte[] publication) {
        out.beginObject(3);
        out.name(ServerFields.CHANNEL.name()).string(channel);
        out.name(ServerFields.OFFSET.name()).integer(offset);
        out.name(MESSAGE);
        buffer.put(publication, 0, publication.length);
        out.endObject();
        count++;
    }

    /** Bytes written so far. */
    public int length() {
        return buffer.length();
    }

    public int count() {
        return count;
    }

    /** What was written; borrowed until the next {@link #add}. */
    public OpaqueList list() {
        return new OpaqueList(out.format(), buffer.array(), 0, buffer.length(), count);
    }
}
