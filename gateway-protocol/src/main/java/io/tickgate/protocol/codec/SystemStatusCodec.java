package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.StatusFields;
import io.tickgate.protocol.message.SystemFigures;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import io.tickgate.protocol.wire.WireWriter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of a system status that a publisher brings, and writes the whole one that subscribers get. What is read is
 * kept as JSON text, so that numbers keep their digits.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class SystemStatusCodec {
    private static final String ACTIVE_CONNECTIONS = "active_connections";
    private static final String CPU_USAGE = "cpu_usage";
    private static final String MEMORY_USAGE = "memory_usage";
    private static final String ACTIVE_BACKTESTS = "active_backtests";
    private static final String STATUS = "status";

    /** What the gateway tells itself where a publisher does not, or says null. */
    private static final Set<String> FIGURES = Set.of(ACTIVE_CONNECTIONS, CPU_USAGE, MEMORY_USAGE, ACTIVE_BACKTESTS);

    /** A status is a handful of figures; what is larger is none. */
    private static final int FIELDS_MAX = 100;

    private final WireReader json;
    private final WireReader msgPack;
    private final WireBuffer buffer = new WireBuffer();

    /** @param limits of the documents that are read */
    public SystemStatusCodec(WireLimits limits) {
        // A field of MessagePack may be longer as JSON, up to six bytes for one in a string.
        int jsonBytesMax = (int) Math.min(Integer.MAX_VALUE, limits.messageBytesMax() * 6L);
        json = WireReader.of(WireFormat.JSON, limits.withMessageBytesMax(jsonBytesMax));
        msgPack = WireReader.of(WireFormat.MSGPACK, limits);
    }

    /**
     * Reads a document that is the status itself, or holds it as its field {@code status}: what stands beside that is
     * passed over.
     *
     * @throws WireException what the publisher did wrong, with the field's path in the document
     */
    public StatusFields readDocument(WireFormat format, byte[] document) throws WireException {
        MessageBody wrapped = wrapped(format, document);
        if (wrapped != null) {
            return read(wrapped, STATUS + ".");
        }
        MessageBody flat;
        try (WireReader in = reader(format)) {
            in.open(document, 0, document.length);
            flat = in.body(false);
            in.end();
        }
        return read(flat, "");
    }

    /** The object that is the document's field {@code status}; null when the document has no such field. */
    private @Nullable MessageBody wrapped(WireFormat format, byte[] document) throws WireException {
        try (WireReader in = reader(format)) {
            in.open(document, 0, document.length);
            MessageBody status = null;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                Kind kind = in.nextValue();
                if (!name.equals(STATUS)) {
                    in.skip();
                } else if (kind != Kind.OBJECT) {
                    throw new WireException(ErrorCode.INVALID_FIELD, "\"status\" must be an object", STATUS);
                } else if (status != null) {
                    ErrorCode code = format == WireFormat.JSON ? ErrorCode.INVALID_JSON : ErrorCode.INVALID_MSGPACK;
                    throw new WireException(code, "a field stands twice", STATUS);
                } else {
                    status = in.body(false);
                }
            }
            in.end();
            return status;
        }
    }

    private WireReader reader(WireFormat format) {
        return format == WireFormat.JSON ? json : msgPack;
    }

    /**
     * Reads the {@code status} of a command.
     *
     * @throws WireException what the publisher did wrong, with the field's path such as {@code status.cpu_usage}
     */
    public StatusFields read(MessageBody status) throws WireException {
        return read(status, STATUS + ".");
    }

    private StatusFields read(MessageBody status, String prefix) throws WireException {
        buffer.clear();
        WireWriter.json(buffer).body(status);
        byte[] text = buffer.toBytes();
        Set<String> names = new HashSet<>();
        Set<String> said = new HashSet<>();
        buffer.clear();
        int members = 0;
        try (WireReader in = json) {
            in.open(text, 0, text.length);
            int start = 1;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                if (!names.add(name)) {
                    throw new WireException(ErrorCode.INVALID_JSON, "a field stands twice", prefix + name);
                }
                Kind kind = in.nextValue();
                boolean isSaid = kind != Kind.NULL || !FIGURES.contains(name);
                if (isSaid) {
                    said.add(name);
                    check(name, kind, in, prefix);
                }
                int end = JsonText.memberEnd(text, start, text.length - 1);
                if (isSaid && !name.equals(ACTIVE_CONNECTIONS)) {
                    if (members++ > 0) {
                        buffer.put(',');
                    }
                    buffer.put(text, start, end - start);
                }
                start = end + 1;
            }
            in.end();
        }
        String whole = prefix.isEmpty() ? STATUS : prefix.substring(0, prefix.length() - 1);
        if (said.isEmpty()) {
            throw new WireException(ErrorCode.MISSING_FIELD, "a status has at least one field", whole);
        }
        if (names.size() > FIELDS_MAX) {
            throw new WireException(ErrorCode.INVALID_FIELD, "a status has at most " + FIELDS_MAX + " fields", whole);
        }
        byte[] kept = buffer.toBytes();
        return new StatusFields(
                new MessageBody(WireFormat.JSON, kept, 0, kept.length, members, false, false),
                said.contains(CPU_USAGE),
                said.contains(MEMORY_USAGE),
                said.contains(ACTIVE_BACKTESTS));
    }

    private static void check(String name, Kind kind, WireReader in, String prefix) throws WireException {
        boolean fits = true;
        String rule = "";
        switch (name) {
            case CPU_USAGE -> {
                rule = "must be a number from 0 to 100";
                fits = kind == Kind.NUMBER && in.real() >= 0 && in.real() <= 100;
            }
            case MEMORY_USAGE -> {
                rule = "must be a number of at least 0";
                fits = kind == Kind.NUMBER && in.real() >= 0 && Double.isFinite(in.real());
            }
            case ACTIVE_BACKTESTS, ACTIVE_CONNECTIONS -> {
                rule = "must be an int of at least 0, below 2^31";
                fits = kind == Kind.NUMBER && in.isInteger() && in.integer() >= 0 && in.integer() <= Integer.MAX_VALUE;
            }
            default -> in.skip();
        }
        if (!fits) {
            throw new WireException(ErrorCode.INVALID_FIELD, "\"" + name + "\" " + rule, prefix + name);
        }
    }

    /** Writes the whole status: the gateway's figures, and before them in rank what was supplied. The result is owned. */
    public MessageBody status(SystemFigures figures, StatusFields supplied) {
        buffer.clear();
        WireWriter out = WireWriter.json(buffer);
        int members = 1 + supplied.members().memberCount();
        out.beginObject(0);
        out.name(ACTIVE_CONNECTIONS).integer(figures.activeConnections());
        if (!supplied.hasCpuUsage()) {
            out.name(CPU_USAGE).real(figures.cpuUsage());
            members++;
        }
        if (!supplied.hasMemoryUsage()) {
            out.name(MEMORY_USAGE).real(figures.memoryUsage());
            members++;
        }
        if (!supplied.hasActiveBacktests()) {
            out.name(ACTIVE_BACKTESTS).integer(figures.activeBacktests());
            members++;
        }
        MessageBody more = supplied.members();
        if (more.memberCount() > 0) {
            buffer.put(',');
            buffer.put(more.bytes(), more.offset(), more.length());
        }
        byte[] text = buffer.toBytes();
        return new MessageBody(WireFormat.JSON, text, 1, text.length - 1, members, false, false);
    }

    /** Writes the publication that carries {@code status}. The result is owned. */
    public MessageBody update(MessageBody status, long epochMillis) throws WireException {
        buffer.clear();
        WireWriter out = WireWriter.json(buffer);
        out.beginObject(3);
        out.name("type").string("system_status_update");
        out.name(STATUS).body(status);
        out.name("timestamp").ascii(Timestamps.toAscii(epochMillis));
        out.endObject();
        byte[] text = buffer.toBytes();
        return new MessageBody(WireFormat.JSON, text, 1, text.length - 2, 3, true, true);
    }
}
