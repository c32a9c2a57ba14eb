package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;

/**
 * Steps through the members of an opaque object that a reader has checked, without reading more of them than is asked for.
 *
 * <p><b>Owner:</b> one thread; used again for any number of objects.
 */
abstract class MemberCursor {
    /** Where the member stands in the object's bytes, name and all. */
    int start;

    int end;

    static MemberCursor of(WireFormat format) {
        return format == WireFormat.JSON ? new JsonMemberCursor() : new MsgPackMemberCursor();
    }

    abstract void open(MessageBody body);

    /** @return false behind the last member */
    abstract boolean next() throws WireException;

    /** Whether the member at hand has that name, however it is spelt. */
    abstract boolean isNamed(byte[] nameUtf8) throws WireException;

    /** Takes the value of the member at hand. */
    abstract void value(int slot, IndexedValues into) throws WireException;

    /** Lets go of the bytes. */
    abstract void close();
}
