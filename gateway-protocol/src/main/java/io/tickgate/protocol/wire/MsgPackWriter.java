package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;

@SuppressWarnings("DoNotCallSuggester")
final class MsgPackWriter implements WireWriter {
    private final WireBuffer out;

    MsgPackWriter(WireBuffer out) {
        this.out = out;
    }

    @Override
    public WireFormat format() {
        return WireFormat.MSGPACK;
    }

    @Override
    public WireBuffer buffer() {
        return out;
    }

    @Override
    public WireWriter beginObject(int fieldCount) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter endObject() {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter beginArray(int elementCount) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter endArray() {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter name(String name) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter string(String value) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter ascii(byte[] value) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter integer(long value) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter real(double value) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter bool(boolean value) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter nil() {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter seconds(long micros) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter body(MessageBody body) {
        throw new IllegalStateException();
    }

    @Override
    public WireWriter list(OpaqueList list) {
        throw new IllegalStateException();
    }
}
