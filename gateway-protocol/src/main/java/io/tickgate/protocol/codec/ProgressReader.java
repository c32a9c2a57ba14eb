package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ProgressReport;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import io.tickgate.protocol.wire.WireWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a publisher says about a back-test. Fields that it does not know are passed over; the first known one that
 * is not what it must be refuses the whole report.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class ProgressReader {
    /** Longest text of a report, in characters. */
    public static final int TEXT_CHARS_MAX = 1024;

    private static final double PROGRESS_MAX = 100;

    private static final Set<String> NAMES = Set.of(
            "task_id",
            "status",
            "progress",
            "current_step",
            "current_step_index",
            "total_steps",
            "message",
            "estimated_time_remaining",
            "elapsed_time",
            "data",
            "error");

    private final WireReader json;
    private final WireReader msgPack;
    private final WireBuffer buffer = new WireBuffer();

    /** @param limits of one report as an object of its own */
    public ProgressReader(WireLimits limits) {
        // A publication holds the report's objects one level deeper than the report does, and is read under the
        // same limits by whoever gets it.
        WireLimits inner = new WireLimits(
                limits.messageBytesMax(), limits.nestingMax() - 1, limits.nameBytesMax(), limits.numberDigitsMax());
        json = WireReader.of(WireFormat.JSON, inner);
        msgPack = WireReader.of(WireFormat.MSGPACK, inner);
    }

    /**
     * Reads a report.
     *
     * @param body borrowed for the call
     * @param prefix stands before the names of fields in errors, such as {@code data.}
     * @return with a {@code data} that is valid until the next call
     * @throws WireException that names the field at fault
     */
    public ProgressReport read(MessageBody body, String prefix) throws WireException {
        buffer.clear();
        WireWriter.of(body.format(), buffer).body(body);
        try (WireReader in = body.format() == WireFormat.JSON ? json : msgPack) {
            in.open(buffer.array(), 0, buffer.length());
            Fields fields = new Fields(in, prefix, body.format());
            ProgressReport report = fields.readAll();
            in.end();
            return report;
        }
    }

    /** The fields of one report. */
    private static final class Fields {
        private final WireReader in;
        private final String prefix;
        private final WireFormat format;
        private final Map<String, @Nullable Object> values = new HashMap<>();

        Fields(WireReader in, String prefix, WireFormat format) {
            this.in = in;
            this.prefix = prefix;
            this.format = format;
        }

        ProgressReport readAll() throws WireException {
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                Kind kind = in.nextValue();
                if (!NAMES.contains(name)) {
                    in.skip();
                    continue;
                }
                boolean isFirst = !values.containsKey(name);
                values.put(name, kind == Kind.NULL ? meaningOfNull(name) : value(name, kind));
                if (!isFirst) {
                    ErrorCode code = format == WireFormat.JSON ? ErrorCode.INVALID_JSON : ErrorCode.INVALID_MSGPACK;
                    throw new WireException(code, '"' + prefix + name + "\" stands twice", prefix + name);
                }
            }
            return new ProgressReport(
                    get("task_id", String.class),
                    get("status", TaskStatus.class),
                    get("progress", Number.class),
                    get("current_step", String.class),
                    get("current_step_index", Long.class),
                    get("total_steps", Long.class),
                    get("message", String.class),
                    get("estimated_time_remaining", Number.class),
                    get("elapsed_time", Number.class),
                    get("data", MessageBody.class),
                    get("error", String.class));
        }

        private <T> @Nullable T get(String name, Class<T> type) {
            return type.cast(values.get(name));
        }

        /** Null says nothing, but for the two fields that publishers take back by it. */
        private static @Nullable Object meaningOfNull(String name) {
            return switch (name) {
                case "error" -> "";
                case "estimated_time_remaining" -> ProgressReport.UNKNOWN;
                default -> null;
            };
        }

        private Object value(String name, Kind kind) throws WireException {
            return switch (name) {
                case "task_id", "current_step", "message", "error" -> text(name, kind);
                case "status" -> status(name, kind);
                case "progress" -> number(name, kind, PROGRESS_MAX, "must be a number from 0 to 100");
                case "elapsed_time" -> number(name, kind, Double.MAX_VALUE, "must be a number of seconds from 0 on");
                case "estimated_time_remaining" ->
                    number(name, kind, Double.MAX_VALUE, "must be null or a number of seconds from 0 on");
                case "current_step_index", "total_steps" -> count(name, kind);
                case "data" -> data(name, kind);
                default -> throw new IllegalStateException(name + " has no reader");
            };
        }

        private String text(String name, Kind kind) throws WireException {
            String value = kind == Kind.STRING ? in.string() : null;
            if (value == null || value.length() > TEXT_CHARS_MAX) {
                throw invalid(name, "must be a string of at most " + TEXT_CHARS_MAX + " characters");
            }
            return value;
        }

        private TaskStatus status(String name, Kind kind) throws WireException {
            TaskStatus status = kind == Kind.STRING ? TaskStatus.ofWireName(in.string()) : null;
            if (status == null) {
                throw invalid(name, "must be pending, running, completed, failed, cancelled or paused");
            }
            return status;
        }

        private Number number(String name, Kind kind, double most, String rule) throws WireException {
            if (kind != Kind.NUMBER) {
                throw invalid(name, rule);
            }
            double value = in.real();
            if (!(value >= 0 && value <= most)) {
                throw invalid(name, rule);
            }
            if (in.isInteger()) {
                return in.integer();
            }
            return value + 0.0; // which makes -0.0 a 0.0
        }

        private Long count(String name, Kind kind) throws WireException {
            boolean fits =
                    kind == Kind.NUMBER && in.isInteger() && in.integer() >= 0 && in.integer() <= CommandId.NUMBER_MAX;
            if (!fits) {
                throw invalid(name, "must be a whole number from 0 to 2^53-1");
            }
            return in.integer();
        }

        private MessageBody data(String name, Kind kind) throws WireException {
            if (kind != Kind.OBJECT) {
                throw invalid(name, "must be an object");
            }
            return in.body(false);
        }

        private WireException invalid(String name, String rule) {
            String path = prefix + name;
            return new WireException(ErrorCode.INVALID_FIELD, '"' + path + "\" " + rule, path);
        }
    }
}
