package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationPreferences;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a user's notification preferences.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class PreferencesCodec {
    private static final FieldTable TABLE = new FieldTable();
    private static final Field MUTE_ALL = TABLE.add("mute_all", Shape.BOOLEAN);
    private static final Field START = TABLE.add("quiet_hours_start", Shape.INTEGER, 0, 23);
    private static final Field END = TABLE.add("quiet_hours_end", Shape.INTEGER, 0, 23);
    private static final Field TYPES = TABLE.add("types", Shape.FLAGS, 1, NotificationPreferences.TYPES_MAX);
    private static final Field TIME_ZONE = TABLE.add("time_zone", Shape.TEXT, 1, 64);

    private final ObjectFields fields;

    public PreferencesCodec(WireLimits limits) {
        fields = new ObjectFields(TABLE, limits);
    }

    /**
     * Reads the whole of a user's preferences: what is absent has its default.
     *
     * @param body borrowed for the call
     * @throws WireException that names the field at fault
     */
    public NotificationPreferences read(MessageBody body) throws WireException {
        return fields.read(body, "", PreferencesCodec::preferences);
    }

    private static NotificationPreferences preferences(FieldValues in) throws WireException {
        Integer start = hour(in, START);
        Integer end = hour(in, END);
        if (start != null && end == null) {
            throw in.invalid(END, "goes with \"quiet_hours_start\"");
        }
        if (start == null && end != null) {
            throw in.invalid(START, "goes with \"quiet_hours_end\"");
        }
        String timeZone = in.optionalText(TIME_ZONE);
        if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw in.invalid(TIME_ZONE, "must be the IANA name of a time zone, such as Asia/Hong_Kong");
        }
        @SuppressWarnings("unchecked")
        Map<String, Boolean> types = in.optional(TYPES, Map.class);
        return new NotificationPreferences(in.flag(MUTE_ALL), start, end, types == null ? Map.of() : types, timeZone);
    }

    private static @Nullable Integer hour(FieldValues in, Field field) throws WireException {
        return in.has(field) ? (Integer) (int) in.number(field) : null;
    }

    /** One object with every field. */
    public static void write(NotificationPreferences preferences, WireWriter out) {
        out.beginObject(TABLE.size());
        out.name(MUTE_ALL.name()).bool(preferences.muteAll());
        hour(out, START, preferences.quietHoursStart());
        hour(out, END, preferences.quietHoursEnd());
        out.name(TYPES.name()).beginObject(preferences.types().size());
        preferences.types().forEach((type, wanted) -> out.name(type).bool(wanted));
        out.endObject();
        out.name(TIME_ZONE.name());
        String timeZone = preferences.timeZone();
        if (timeZone == null) {
            out.nil();
        } else {
            out.string(timeZone);
        }
        out.endObject();
    }

    private static void hour(WireWriter out, Field field, @Nullable Integer hour) {
        out.name(field.name());
        if (hour == null) {
            out.nil();
        } else {
            out.integer(hour);
        }
    }
}
