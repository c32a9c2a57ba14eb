package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.frame.SharedDeflater;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.codec.Timestamps;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.PublicationEncoder;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;

/**
 * Encodes a publication once for each kind of frame that is needed: one envelope per format, one deflate per format, and
 * where compression does not pay the plain frame stands in by reference.
 *
 * <p><b>Owner:</b> the home shard.
 */
final class FrameEncoder implements AutoCloseable {
    private static final FrameKind[] KINDS = FrameKind.values();
    private static final WireFormat[] FORMATS = WireFormat.values();

    private final ByteBufAllocator allocator;
    private final SharedDeflater deflater;
    private final ShardCounters counters;
    private final MessageReader reader;
    private final MessageWriter writer = new MessageWriter();
    private final PublicationEncoder encoder = new PublicationEncoder();
    private final WireBuffer envelope = new WireBuffer();
    private final byte[] timestamp = new byte[Timestamps.LENGTH];
    private long timestampMillis = -1;

    /** @param reader takes publications of any size that was accepted */
    FrameEncoder(ByteBufAllocator allocator, SharedDeflater deflater, ShardCounters counters, MessageReader reader) {
        this.allocator = allocator;
        this.deflater = deflater;
        this.counters = counters;
        this.reader = reader;
    }

    /**
     * @param kinds bits of {@link FrameKind#bit()}
     * @return with a reference that the caller owns
     * @throws WireException when the body has no counterpart in a format that is needed
     * @throws OutOfMemoryError when there is no direct memory for the frames; nothing is kept of them
     */
    EncodedFrames encode(int kinds, Topic topic, MessageBody body, long offset, long epochMicros) throws WireException {
        writeTimestamp(epochMicros / 1_000);
        EncodedFrames frames = new EncodedFrames();
        boolean done = false;
        try {
            for (WireFormat format : FORMATS) {
                if ((kinds & kindsOf(format)) != 0) {
                    envelope.clear();
                    encoder.encode(format, body, topic.nameUtf8(), offset, epochMicros, timestamp, envelope);
                    frameAll(kinds, format, frames);
                }
            }
            done = true;
            return frames;
        } finally {
            if (!done) {
                frames.release();
            }
        }
    }

    /** A message for one subscriber alone, plain. The caller owns the frame. */
    ByteBuf encode(WireFormat format, ServerMessage message) {
        envelope.clear();
        writer.write(format, message, envelope);
        return WebSocketFrames.data(allocator, format, false, envelope.array(), 0, envelope.length());
    }

    /** A message that subscribers of one kind share. The caller owns the frame. */
    ByteBuf encode(FrameKind kind, ServerMessage message) {
        envelope.clear();
        writer.write(kind.format(), message, envelope);
        EncodedFrames frames = new EncodedFrames();
        try {
            frameAll(kind.bit(), kind.format(), frames);
            return frames.require(kind).retain();
        } finally {
            frames.release();
        }
    }

    /**
     * Encodes a publication that was numbered before for one kind more: from the plain frame of the same format where there
     * is one, since another format may have lost digits.
     *
     * @param frames hold at least one plain frame, which has everything that is needed
     * @return borrowed
     */
    ByteBuf addKind(EncodedFrames frames, FrameKind kind, Topic topic, long offset, long epochMicros) {
        WireFormat other = kind.format() == WireFormat.JSON ? WireFormat.MSGPACK : WireFormat.JSON;
        ByteBuf same = frames.frame(FrameKind.of(kind.format(), 0));
        ByteBuf source = same != null ? same : frames.frame(FrameKind.of(other, 0));
        if (source == null) {
            throw new IllegalStateException("no plain frame of " + topic + " at " + offset);
        }
        WireFormat format = same != null ? kind.format() : other;
        byte[] payload = WebSocketFrames.payload(source);
        try {
            MessageBody body = reader.readBody(format, payload, 0, payload.length);
            EncodedFrames more = encode(kind.bit(), topic, body, offset, epochMicros);
            ByteBuf frame = more.require(kind);
            frames.put(kind, frame.retain());
            more.release();
            return frame;
        } catch (WireException e) {
            throw new IllegalStateException("a frame of ours cannot be read: " + e.text(), e);
        }
    }

    private void frameAll(int kinds, WireFormat format, EncodedFrames frames) {
        byte[] payload = envelope.array();
        int length = envelope.length();
        ByteBuf plain = null;
        ByteBuf deflated = null;
        boolean tried = false;
        try {
            for (FrameKind kind : KINDS) {
                if (kind.format() != format || (kinds & kind.bit()) == 0) {
                    continue;
                }
                if (kind.isDeflated() && kind.fitsWindow(length) && !tried) {
                    tried = true;
                    deflated = deflate(format, payload, length);
                }
                boolean useDeflated = deflated != null && kind.isDeflated() && kind.fitsWindow(length);
                if (useDeflated && deflated != null) {
                    frames.put(kind, deflated.retain());
                } else {
                    if (plain == null) {
                        plain = WebSocketFrames.data(allocator, format, false, payload, 0, length);
                        counters.increment(Counter.ENCODED);
                    }
                    frames.put(kind, plain.retain());
                }
            }
        } finally {
            ReferenceCountUtil.release(plain);
            ReferenceCountUtil.release(deflated);
        }
    }

    private @org.jspecify.annotations.Nullable ByteBuf deflate(WireFormat format, byte[] payload, int length) {
        int deflatedBytes = deflater.tryDeflate(payload, 0, length);
        if (deflatedBytes < 0) {
            return null;
        }
        counters.increment(Counter.ENCODED);
        return WebSocketFrames.data(allocator, format, true, deflater.output(), 0, deflatedBytes);
    }

    private void writeTimestamp(long epochMillis) {
        // Thousands of publications share a millisecond, and formatting a date costs more than all the rest.
        if (epochMillis != timestampMillis) {
            Timestamps.write(epochMillis, timestamp, 0);
            timestampMillis = epochMillis;
        }
    }

    private static int kindsOf(WireFormat format) {
        return format == WireFormat.JSON ? JSON_KINDS : MSGPACK_KINDS;
    }

    private static final int JSON_KINDS = bits(WireFormat.JSON);
    private static final int MSGPACK_KINDS = bits(WireFormat.MSGPACK);

    private static int bits(WireFormat format) {
        int bits = 0;
        for (FrameKind kind : KINDS) {
            bits |= kind.format() == format ? kind.bit() : 0;
        }
        return bits;
    }

    @Override
    public void close() {
        deflater.close();
    }
}
