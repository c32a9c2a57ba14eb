package io.tickgate.core.sim;

import io.netty.buffer.ByteBuf;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What one client gets: bytes in any pieces, read as unmasked frames and decoded as messages. */
public final class ReceivedFrames {
    /** The close frame, as an event among the messages. */
    public record Closed(int status, String reason) {}

    /** A ping or pong frame. */
    public record Control(int opcode, String payload) {}

    private static final byte[] FLUSH_TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final WireFormat format;
    private final MessageReader reader;
    private final List<Object> events = new ArrayList<>();
    private byte[] input = new byte[256];
    private int length;
    private int deflatedCount;
    private byte[] lastFrame = {};

    public ReceivedFrames(WireFormat format, MessageReader reader) {
        this.format = format;
        this.reader = reader;
    }

    public ReceivedFrames(WireFormat format) {
        this(format, new MessageReader(WireLimits.DEFAULT.withMessageBytesMax(1 << 20)));
    }

    /** {@link ServerMessage}, {@link Control} and at last {@link Closed}, in the order of the wire. */
    public List<Object> events() {
        return events;
    }

    public <T> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public <T> T last(Class<T> type) {
        List<T> all = all(type);
        if (all.isEmpty()) {
            throw new AssertionError("no " + type.getSimpleName() + " among " + events);
        }
        return all.get(all.size() - 1);
    }

    public boolean isClosed() {
        return !events.isEmpty() && events.get(events.size() - 1) instanceof Closed;
    }

    /** The newest frame as it came, header and all. */
    public byte[] lastFrame() {
        return lastFrame;
    }

    /** How many messages came deflated. */
    public int deflatedCount() {
        return deflatedCount;
    }

    /** Whether no frame stands half done. */
    public boolean isWhole() {
        return length == 0;
    }

    void add(ByteBuf bytes, int index, int count) {
        if (length + count > input.length) {
            input = Arrays.copyOf(input, Math.max(input.length * 2, length + count));
        }
        bytes.getBytes(index, input, length, count);
        length += count;
        int at = 0;
        for (int next = frameEnd(at); next > 0; next = frameEnd(at)) {
            onFrame(at, next);
            at = next;
        }
        System.arraycopy(input, at, input, 0, length - at);
        length -= at;
    }

    private int headerBytes(int at) {
        int small = input[at + 1] & 0x7F;
        return small < 126 ? 2 : small == 126 ? 4 : 10;
    }

    private long payloadBytes(int at) {
        int header = headerBytes(at);
        long bytes = header == 2 ? input[at + 1] & 0x7F : 0;
        for (int i = 2; i < header; i++) {
            bytes = (bytes << 8) | (input[at + i] & 0xFF);
        }
        return bytes;
    }

    private int frameEnd(int at) {
        if (length - at < 2 || length - at < headerBytes(at)) {
            return -1;
        }
        long end = at + headerBytes(at) + payloadBytes(at);
        return end <= length ? (int) end : -1;
    }

    private void onFrame(int at, int end) {
        if (isClosed()) {
            throw new AssertionError("a frame after the close frame");
        }
        int first = input[at] & 0xFF;
        if ((first & 0x80) == 0 || (first & 0x30) != 0 || (input[at + 1] & 0x80) != 0) {
            throw new AssertionError("not a whole, unmasked server frame: the stream lost its place");
        }
        lastFrame = Arrays.copyOfRange(input, at, end);
        byte[] payload = Arrays.copyOfRange(input, at + headerBytes(at), end);
        int opcode = first & 0x0F;
        if (opcode == 0x8) {
            events.add(closed(payload));
        } else if (opcode == 0x9 || opcode == 0xA) {
            events.add(new Control(opcode, new String(payload, StandardCharsets.UTF_8)));
        } else if (opcode == (format == WireFormat.JSON ? 0x1 : 0x2)) {
            events.add(message((first & 0x40) != 0 ? inflate(payload) : payload));
        } else {
            throw new AssertionError("opcode " + opcode + " in a " + format + " connection");
        }
    }

    private static Closed closed(byte[] payload) {
        return payload.length == 0
                ? new Closed(1005, "")
                : new Closed(
                        ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF),
                        new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    private ServerMessage message(byte[] payload) {
        try {
            return reader.readServer(format, payload, 0, payload.length);
        } catch (WireException e) {
            throw new AssertionError("unreadable: " + new String(payload, StandardCharsets.UTF_8), e);
        }
    }

    private byte[] inflate(byte[] payload) {
        deflatedCount++;
        Inflater inflater = new Inflater(true);
        try {
            byte[] whole = Arrays.copyOf(payload, payload.length + FLUSH_TAIL.length);
            System.arraycopy(FLUSH_TAIL, 0, whole, payload.length, FLUSH_TAIL.length);
            inflater.setInput(whole);
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            byte[] output = new byte[1 << 16];
            for (int count = inflater.inflate(output); count > 0; count = inflater.inflate(output)) {
                message.write(output, 0, count);
            }
            return message.toByteArray();
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
    }
}
