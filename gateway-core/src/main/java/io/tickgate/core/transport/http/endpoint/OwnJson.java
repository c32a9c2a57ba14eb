package io.tickgate.core.transport.http.endpoint;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;

/** Writes what the gateway made itself, which has a form in JSON. */
final class OwnJson {
    private OwnJson() {}

    static void object(WireWriter json, MessageBody body) {
        try {
            json.body(body);
        } catch (WireException e) {
            throw unwritable(e);
        }
    }

    static void list(WireWriter json, OpaqueList list) {
        try {
            json.list(list);
        } catch (WireException e) {
            throw unwritable(e);
        }
    }

    private static IllegalStateException unwritable(WireException fault) {
        return new IllegalStateException("what is the gateway's own cannot be written: " + fault.text(), fault);
    }
}
