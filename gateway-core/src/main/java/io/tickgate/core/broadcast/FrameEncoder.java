package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import io.tickgate.core.frame.Encoding;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.frame.SharedDeflater;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.core.metrics.FrameLabel;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.codec.Timestamps;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.IndexedValues;
import io.tickgate.protocol.wire.MemberReader;
import io.tickgate.protocol.wire.PublicationEncoder;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;

/**
 * Encodes a publication once for each encoding that is needed: one envelope per view and format, one deflate for each of
 * these, and where compression does not pay the plain frame stands in by reference.
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
    private final MemberReader members = new MemberReader();
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
     * @param encodings bits of {@link Encoding#bit()}
     * @return with a reference that the caller owns
     * @throws WireException when the body has no counterpart in a format that is needed
     * @throws OutOfMemoryError when there is no direct memory for the frames; nothing is kept of them
     */
    EncodedFrames encode(long encodings, Topic topic, MessageBody body, long offset, long epochMicros)
            throws WireException {
        writeTimestamp(epochMicros / 1_000);
        EncodedFrames frames = new EncodedFrames(topic.views().size());
        boolean done = false;
        try {
            for (int view = Encoding.WHOLE; view <= topic.views().size(); view++) {
                int kinds = Encoding.kinds(encodings, view);
                if (kinds == 0) {
                    continue;
                }
                MessageBody part = part(topic, view, body);
                for (WireFormat format : FORMATS) {
                    if ((kinds & kindsOf(format)) != 0) {
                        envelope.clear();
                        encoder.encode(format, part, topic.nameUtf8(), offset, epochMicros, timestamp, envelope);
                        frameAll(kinds, format, view, frames);
                    }
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

    private MessageBody part(Topic topic, int view, MessageBody body) throws WireException {
        return view == Encoding.WHOLE
                ? body
                : members.cut(body, topic.views().get(view - 1).members());
    }

    /** What a message holds in the members that its family has indexed. */
    IndexedValues values(Topic topic, MessageBody body) throws WireException {
        return members.values(body, topic.indexed());
    }

    /** The same of a plain frame of a whole message that was encoded here; borrowed. */
    IndexedValues values(Topic topic, WireFormat format, ByteBuf frame) {
        byte[] payload = WebSocketFrames.payload(frame);
        try {
            return members.values(reader.readBody(format, payload, 0, payload.length), topic.indexed());
        } catch (WireException e) {
            throw unreadable(e);
        }
    }

    private static IllegalStateException unreadable(WireException e) {
        return new IllegalStateException("a frame of ours cannot be read: " + e.text(), e);
    }

    /** A message for one subscriber alone, plain. The caller owns the frame. */
    ByteBuf encode(WireFormat format, ServerMessage message) {
        envelope.clear();
        writer.write(format, message, envelope);
        return framed(format);
    }

    /**
     * A message of the gateway's own that takes the place of publications: the same bytes for every view.
     *
     * @param encodings bits of {@link Encoding#bit()}
     * @return with a reference that the caller owns
     * @throws OutOfMemoryError when there is no direct memory for the frames; nothing is kept of them
     */
    EncodedFrames notice(long encodings, Topic topic, ServerMessage message) {
        EncodedFrames frames = new EncodedFrames(topic.views().size());
        boolean done = false;
        try {
            for (WireFormat format : FORMATS) {
                ByteBuf frame = null;
                try {
                    for (int view = Encoding.WHOLE; view <= topic.views().size(); view++) {
                        for (FrameKind kind : KINDS) {
                            Encoding encoding = Encoding.of(kind, view);
                            if (kind.format() == format && (encodings & encoding.bit()) != 0) {
                                frame = frame == null ? encode(format, message) : frame;
                                frames.put(encoding, frame.retain());
                            }
                        }
                    }
                } finally {
                    ReferenceCountUtil.release(frame);
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

    /** What a view of {@code topic} has of a message for one subscriber alone, plain. The caller owns the frame. */
    ByteBuf encode(WireFormat format, int view, Topic topic, ServerMessage message) {
        if (view == Encoding.WHOLE) {
            return encode(format, message);
        }
        envelope.clear();
        writer.write(format, message, envelope);
        try {
            MessageBody body = reader.readObject(format, envelope.array(), 0, envelope.length());
            MessageBody part = part(topic, view, body);
            envelope.clear();
            WireWriter.of(format, envelope).body(part);
            return framed(format);
        } catch (WireException e) {
            throw unreadable(e);
        }
    }

    private ByteBuf framed(WireFormat format) {
        return WebSocketFrames.data(allocator, format, false, envelope.array(), 0, envelope.length());
    }

    /** A message that subscribers of one kind share. The caller owns the frame. */
    ByteBuf encode(FrameKind kind, ServerMessage message) {
        envelope.clear();
        writer.write(kind.format(), message, envelope);
        EncodedFrames frames = new EncodedFrames(0);
        try {
            frameAll(kind.bit(), kind.format(), Encoding.WHOLE, frames);
            return frames.require(Encoding.of(kind)).retain();
        } finally {
            frames.release();
        }
    }

    /**
     * Encodes a publication that was numbered before once more: from the plain frame of the same format where there is one,
     * since another format may have lost digits.
     *
     * @param frames hold at least one plain frame of the whole message, which has everything that is needed
     * @return borrowed
     */
    ByteBuf add(EncodedFrames frames, Encoding encoding, Topic topic, long offset, long epochMicros) {
        ByteBuf same = frames.frame(Encoding.of(encoding.kind().plain()));
        WireFormat format = same != null ? encoding.kind().format() : frames.plainFormat();
        byte[] payload = WebSocketFrames.payload(same != null ? same : frames.plain());
        try {
            MessageBody body = reader.readBody(format, payload, 0, payload.length);
            EncodedFrames more = encode(encoding.bit(), topic, body, offset, epochMicros);
            ByteBuf frame = more.require(encoding);
            frames.put(encoding, frame.retain());
            more.release();
            return frame;
        } catch (WireException e) {
            throw unreadable(e);
        }
    }

    private void frameAll(int kinds, WireFormat format, int view, EncodedFrames frames) {
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
                    frames.put(Encoding.of(kind, view), deflated.retain());
                } else {
                    if (plain == null) {
                        plain = WebSocketFrames.data(allocator, format, false, payload, 0, length);
                        counters.onEncoded(format == WireFormat.JSON ? FrameLabel.JSON : FrameLabel.MSGPACK);
                    }
                    frames.put(Encoding.of(kind, view), plain.retain());
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
        counters.onEncoded(format == WireFormat.JSON ? FrameLabel.JSON_DEFLATED : FrameLabel.MSGPACK_DEFLATED);
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
