package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.VisibleText;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads all fields of a message, in whatever order they come, into {@link FieldValues}.
 *
 * <p>A field of the wrong kind is only noted: its error shall carry the command's id, which may stand behind it, and the
 * command that is named may not even use that field.
 */
final class FieldReader {
    private static final int FLAG_NAME_CHARS_MAX = 64;

    private final FieldTable table;
    private final PositionCodec positions = new PositionCodec();
    private final OptionsCodec options;
    /** Of commands alone: what stands in it is read by a reader of its own, which has none. */
    private final @Nullable SubscriptionsReader subscriptions;

    FieldReader(FieldTable table) {
        this.table = table;
        this.options = new OptionsCodec(table != ServerFields.TABLE);
        this.subscriptions = table == CommandFields.TABLE ? new SubscriptionsReader() : null;
    }

    /** Reads to the end of the object that is open. */
    void read(WireReader in, FieldValues into) throws WireException {
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Field field = table.of(name);
            Kind kind = in.nextValue();
            if (field == null) {
                in.skip();
            } else if (into.isSeen(field)) {
                into.duplicate(field.name());
                in.skip();
            } else if (kind == Kind.NULL && field.mayBeNull()) {
                into.setNull(field);
            } else if (!read(field, kind, in, into)) {
                into.fault(field, field.name(), field.rule());
            }
        }
    }

    /** Gives false when the value is not what the field must be; a container has been passed over then. */
    private boolean read(Field field, Kind kind, WireReader in, FieldValues into) throws WireException {
        boolean fits = switch (field.shape()) {
            case ID -> id(field, kind, in, into);
            case TEXT -> text(field, kind, in, into);
            case NAME -> text(field, kind, in, into) && VisibleText.is(into.textOrEmpty(field));
            case INTEGER -> integer(field, kind, in, into);
            case REAL -> kind == Kind.NUMBER && real(field, in.real(), into);
            case MICROS -> kind == Kind.NUMBER && into.set(field, Math.round(in.real() * 1e6), null);
            case BOOLEAN -> kind == Kind.BOOLEAN && into.set(field, in.bool() ? 1 : 0, null);
            case TIME -> time(field, kind, in, into);
            case PRIORITY -> priority(field, kind, in, into);
            case POSITION -> kind == Kind.OBJECT && position(field, in, into);
            case OPTIONS -> kind == Kind.OBJECT && options(field, in, into);
            case NAMES -> kind == Kind.ARRAY && names(field, in, into);
            case SUBSCRIPTIONS -> kind == Kind.ARRAY && subscriptions != null && subscriptions.read(field, in, into);
            case OBJECT -> kind == Kind.OBJECT && into.set(field, 0, in.body(false));
            case MESSAGE -> kind == Kind.OBJECT && into.set(field, 0, in.body(true));
            case LIST -> kind == Kind.ARRAY && into.set(field, 0, in.list());
            case FLAGS -> kind == Kind.OBJECT && flags(field, in, into);
        };
        if (!fits && !isTaken(field, kind)) {
            in.skip();
        }
        return fits;
    }

    /** Whether reading a value of that kind has passed over it even though it did not fit. */
    private static boolean isTaken(Field field, Kind kind) {
        return switch (field.shape()) {
            case POSITION, OPTIONS, OBJECT, MESSAGE, FLAGS -> kind == Kind.OBJECT;
            case NAMES, LIST, SUBSCRIPTIONS -> kind == Kind.ARRAY;
            default -> false;
        };
    }

    private static boolean id(Field field, Kind kind, WireReader in, FieldValues into) throws WireException {
        if (kind == Kind.STRING) {
            String value = in.string();
            return !value.isEmpty()
                    && value.length() <= CommandId.TEXT_CHARS_MAX
                    && into.set(field, 0, new CommandId.Text(value));
        }
        if (kind != Kind.NUMBER || !in.isInteger()) {
            return false;
        }
        long value = in.integer();
        return value >= 0 && value <= CommandId.NUMBER_MAX && into.set(field, 0, new CommandId.Number(value));
    }

    private static boolean text(Field field, Kind kind, WireReader in, FieldValues into) throws WireException {
        if (kind != Kind.STRING) {
            return false;
        }
        String value = in.string();
        return value.length() >= field.least() && value.length() <= field.most() && into.set(field, 0, value);
    }

    private static boolean integer(Field field, Kind kind, WireReader in, FieldValues into) throws WireException {
        if (kind != Kind.NUMBER || !in.isInteger()) {
            return false;
        }
        long value = in.integer();
        return value >= field.least() && value <= field.most() && into.set(field, value, null);
    }

    /** JSON can write numbers that no double reaches. */
    private static boolean real(Field field, double value, FieldValues into) {
        return Double.isFinite(value) && into.set(field, Double.doubleToRawLongBits(value), null);
    }

    private static boolean time(Field field, Kind kind, WireReader in, FieldValues into) throws WireException {
        if (kind != Kind.STRING) {
            return false;
        }
        String value = in.string();
        long millis = Timestamps.parse(value);
        into.set(field, millis, value);
        return millis != Timestamps.INVALID;
    }

    private static boolean priority(Field field, Kind kind, WireReader in, FieldValues into) throws WireException {
        Priority priority = kind == Kind.STRING ? Priority.ofWireName(in.string()) : null;
        return priority != null && into.set(field, 0, priority);
    }

    private boolean position(Field field, WireReader in, FieldValues into) throws WireException {
        String fault = positions.read(in, false);
        String twice = positions.duplicate();
        if (twice != null) {
            into.duplicate(field.name() + '.' + twice);
        }
        if (fault == null) {
            into.set(field, 0, positions.since());
        } else {
            into.fault(field, field.name() + '.' + fault, PositionCodec.rule(fault));
        }
        return true;
    }

    private boolean options(Field field, WireReader in, FieldValues into) throws WireException {
        options.read(in);
        String twice = options.duplicate();
        if (twice != null) {
            into.duplicate(field.name() + '.' + twice);
        }
        String fault = options.faultPath();
        if (fault == null) {
            into.set(field, options.maxKbps(), options.options());
        } else {
            into.fault(field, field.name() + '.' + fault, options.faultRule(), options.faultCode());
        }
        return true;
    }

    private static boolean flags(Field field, WireReader in, FieldValues into) throws WireException {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        String faulty = null;
        int count = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            count++;
            if (kind != Kind.BOOLEAN || name.isEmpty() || name.length() > FLAG_NAME_CHARS_MAX) {
                faulty = faulty == null ? name.substring(0, Math.min(name.length(), FLAG_NAME_CHARS_MAX)) : faulty;
                in.skip();
            } else if (count <= field.most() && flags.put(name, in.bool()) != null) {
                into.duplicate(field.name() + '.' + name);
            }
        }
        if (faulty != null) {
            into.fault(
                    field,
                    field.name() + '.' + faulty,
                    "must be true or false, and its name 1 to " + FLAG_NAME_CHARS_MAX + " characters");
            return true;
        }
        return count <= field.most() && into.set(field, 0, Collections.unmodifiableMap(flags));
    }

    /** The list is read to its end even when an element does not fit, but never holds more than it may. */
    private boolean names(Field field, WireReader in, FieldValues into) throws WireException {
        List<Object> elements = new ArrayList<>();
        int count = 0;
        int faulty = -1;
        for (Kind kind = in.nextElement(); kind != null; kind = in.nextElement()) {
            Object element = null;
            if (kind == Kind.STRING) {
                element = in.string();
            } else if (kind == Kind.OBJECT && table == ServerFields.TABLE) {
                element = positions.read(in, true) == null ? positions.channelPosition() : null;
            } else {
                in.skip();
            }
            if (element == null) {
                faulty = faulty < 0 ? count : faulty;
            } else if (count < field.most()) {
                elements.add(element);
            }
            count++;
        }
        if (faulty >= 0) {
            into.fault(field, field.name() + '[' + faulty + ']', "must be a string");
            return true;
        }
        return count >= field.least() && count <= field.most() && into.set(field, 0, elements);
    }
}
