package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.ChartPoint;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.VisibleText;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import io.tickgate.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks the points of a chart.
 *
 * <p>Every refusal names the field by its path, such as {@code data_points[3].timestamp}.
 *
 * <p><b>Owner:</b> one thread. What {@link #read} gives is borrowed until the next call.
 */
public final class ChartPointReader {
    /** Points of one batch. */
    public static final int POINTS_MAX = 1000;

    /** Characters of the name behind {@code indicator_}. */
    public static final int INDICATOR_CHARS_MAX = 64;

    /** The last second of the year 9999, in Unix time: milliseconds by mistake would stay the newest for ever. */
    private static final double TIMESTAMP_MAX = 253_402_300_799.0;

    /** What a {@code data_type} must be, as the end of a refusal. */
    public static final String DATA_TYPE_RULE = "must be ohlcv, volume, trade or indicator_ and a name of 1 to "
            + INDICATOR_CHARS_MAX + " characters " + VisibleText.RULE;

    /** What an {@code update_type} must be, as the end of a refusal. */
    public static final String UPDATE_TYPE_RULE = "must be add, update or batch";

    private static final byte[] EMPTY_JSON = {'{', '}', ' ', ' '};
    private static final byte[] EMPTY_MSGPACK = {(byte) 0x80};

    private static final String INDICATOR = "indicator_";

    /** What a reader has let through already is not limited once more. */
    private static final WireLimits LIMITS = WireLimits.DEFAULT.withMessageBytesMax(Integer.MAX_VALUE);

    private final WireReader json = WireReader.of(WireFormat.JSON, LIMITS);
    private final WireReader msgPack = WireReader.of(WireFormat.MSGPACK, LIMITS);
    private final WireBuffer whole = new WireBuffer();

    /** Whether {@code text} may stand in {@code update_type}. */
    public static boolean isUpdateType(String text) {
        return text.equals("add") || text.equals("update") || text.equals("batch");
    }

    /**
     * Reads all points, in the order in which they stand.
     *
     * @param list delivered by a reader, so that its syntax is sound
     * @return 1 to {@value #POINTS_MAX} points, which borrow their bodies from this reader
     * @throws WireException the first point that breaks a rule
     */
    public List<ChartPoint> read(OpaqueList list) throws WireException {
        int count = list.elementCount();
        if (count < 1 || count > POINTS_MAX) {
            throw invalid(ChartPointFields.DATA_POINTS, "must hold 1 to " + POINTS_MAX + " points, not " + count);
        }
        whole.clear();
        WireWriter.of(list.format(), whole).list(list);
        List<ChartPoint> points = new ArrayList<>(count);
        try (WireReader in = list.format() == WireFormat.JSON ? json : msgPack) {
            in.openArray(whole.array(), 0, whole.length());
            for (Kind kind = in.nextElement(); kind != null; kind = in.nextElement()) {
                String path = ChartPointFields.DATA_POINTS + '[' + points.size() + ']';
                if (kind != Kind.OBJECT) {
                    throw invalid(path, "must be an object");
                }
                points.add(new Draft(path, list.format()).read(in, whole.array()));
            }
            in.end();
        }
        return points;
    }

    private static WireException invalid(String path, String rule) {
        return new WireException(ErrorCode.INVALID_FIELD, '"' + path + "\" " + rule, path);
    }

    /** Whether {@code text} may stand in {@code data_type}. */
    public static boolean isDataType(String text) {
        return switch (text) {
            case "ohlcv", "volume", "trade" -> true;
            default ->
                text.startsWith(INDICATOR)
                        && text.length() > INDICATOR.length()
                        && text.length() <= INDICATOR.length() + INDICATOR_CHARS_MAX
                        && VisibleText.is(text);
        };
    }

    /** One point while its fields come in, in whatever order. */
    private static final class Draft {
        private final String path;
        private final WireFormat format;
        private double timestamp = Double.NaN;
        private double value = Double.NaN;
        private boolean isExact = true;
        private @Nullable String dataType;
        private String field = "";
        private @Nullable MessageBody additionalData;

        Draft(String path, WireFormat format) {
            this.path = path;
            this.format = format;
        }

        ChartPoint read(WireReader in, byte[] input) throws WireException {
            int start = in.position();
            int members = 0;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                Kind kind = in.nextValue();
                members++;
                switch (name) {
                    case ChartPointFields.TIMESTAMP -> timestamp = timestamp(kind, in);
                    case ChartPointFields.VALUE -> value = value(kind, in);
                    case ChartPointFields.DATA_TYPE -> dataType = dataType(kind, in);
                    case ChartPointFields.ADDITIONAL_DATA -> additionalData = additionalData(kind, in, input);
                    default -> in.skip();
                }
            }
            requirePresent(!Double.isNaN(timestamp), ChartPointFields.TIMESTAMP);
            requirePresent(!Double.isNaN(value), ChartPointFields.VALUE);
            String type = dataType;
            if (type == null) {
                throw missing(ChartPointFields.DATA_TYPE);
            }
            MessageBody body = body(input, start, in.position(), members);
            return new ChartPoint(timestamp, type, field, value, isExact, body, additionalData);
        }

        private double timestamp(Kind kind, WireReader in) throws WireException {
            requireOnce(Double.isNaN(timestamp), ChartPointFields.TIMESTAMP);
            double seconds = kind == Kind.NUMBER ? in.real() : Double.NaN;
            // NaN is not within either.
            if (!(seconds >= 0 && seconds <= TIMESTAMP_MAX)) {
                throw broken(
                        ChartPointFields.TIMESTAMP,
                        "must be Unix time in seconds (not milliseconds), from 0 to 253402300799");
            }
            isExact &= in.isExact();
            return seconds;
        }

        private double value(Kind kind, WireReader in) throws WireException {
            requireOnce(Double.isNaN(value), ChartPointFields.VALUE);
            double number = kind == Kind.NUMBER ? in.real() : Double.NaN;
            if (!Double.isFinite(number)) {
                throw broken(ChartPointFields.VALUE, "must be a finite number");
            }
            isExact &= in.isExact();
            return number;
        }

        private String dataType(Kind kind, WireReader in) throws WireException {
            requireOnce(dataType == null, ChartPointFields.DATA_TYPE);
            String text = kind == Kind.STRING ? in.string() : "";
            if (!isDataType(text)) {
                throw broken(ChartPointFields.DATA_TYPE, DATA_TYPE_RULE);
            }
            return text;
        }

        private MessageBody additionalData(Kind kind, WireReader in, byte[] input) throws WireException {
            requireOnce(additionalData == null, ChartPointFields.ADDITIONAL_DATA);
            if (kind == Kind.NULL) {
                return emptied(in, input);
            }
            if (kind != Kind.OBJECT) {
                throw broken(ChartPointFields.ADDITIONAL_DATA, "must be an object");
            }
            int start = in.position();
            int members = 0;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                members++;
                if (in.nextValue() == Kind.STRING && name.equals(ChartPointFields.FIELD)) {
                    field = in.string();
                } else {
                    in.skip();
                }
            }
            return body(input, start, in.position(), members);
        }

        /** Null says nothing, but subscribers look into the object unasked: an empty one of as many bytes takes its place. */
        private MessageBody emptied(WireReader in, byte[] input) throws WireException {
            byte[] empty = format == WireFormat.JSON ? EMPTY_JSON : EMPTY_MSGPACK;
            int end = in.position() + (format == WireFormat.JSON ? empty.length : 0);
            System.arraycopy(empty, 0, input, end - empty.length, empty.length);
            return body(input, end, end, 0);
        }

        private MessageBody body(byte[] input, int start, int end, int members) {
            return new MessageBody(format, input, start, end - start, members, false, false);
        }

        private void requireOnce(boolean isFirst, String name) throws WireException {
            if (!isFirst) {
                String twice = path + '.' + name;
                ErrorCode code = format == WireFormat.JSON ? ErrorCode.INVALID_JSON : ErrorCode.INVALID_MSGPACK;
                throw new WireException(code, '"' + twice + "\" stands twice", twice);
            }
        }

        private void requirePresent(boolean isPresent, String name) throws WireException {
            if (!isPresent) {
                throw missing(name);
            }
        }

        private WireException missing(String name) {
            String lost = path + '.' + name;
            return new WireException(ErrorCode.MISSING_FIELD, '"' + lost + "\" is missing", lost);
        }

        private WireException broken(String name, String rule) {
            return invalid(path + '.' + name, rule);
        }
    }
}
