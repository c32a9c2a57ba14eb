package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationDraft;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.BodyMeaning;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes notifications as clients get them: the object, the publication that holds it, the line of a list.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class NotificationWriter {
    private static final int OBJECT_FIELDS = 9;
    private static final Set<String> WITHOUT_TIME = Set.of(NotificationFields.TIMESTAMP);

    private final WireBuffer buffer = new WireBuffer();

    /**
     * The notification's own object, in the format of its publisher, the time last.
     *
     * @return owns its bytes
     */
    public MessageBody object(NotificationDraft draft, String id, long timestampMillis) {
        WireWriter out = begin(draft.metadata().format());
        try {
            text(out, NotificationFields.ID, id);
            text(out, NotificationFields.TYPE, draft.type());
            text(out, NotificationFields.TITLE, draft.title());
            text(out, NotificationFields.MESSAGE, draft.message());
            text(out, NotificationFields.PRIORITY, draft.priority().name());
            out.name(NotificationFields.METADATA.name()).body(draft.metadata());
            textOrNull(out, NotificationFields.ACTION_URL.name(), draft.actionUrl());
            textOrNull(out, NotificationFields.ACTION_TEXT.name(), draft.actionText());
        } catch (WireException e) {
            throw FieldWriter.unchecked(NotificationFields.METADATA.name(), e);
        }
        out.name(NotificationFields.TIMESTAMP).ascii(Timestamps.toAscii(timestampMillis));
        return members(out.format(), OBJECT_FIELDS);
    }

    /** What is published: the whole message but for the envelope. */
    public MessageBody publication(MessageBody object, long timestampMillis) {
        WireWriter out = begin(object.format());
        out.name("type").string("notification");
        try {
            out.name("notification").body(object);
        } catch (WireException e) {
            throw FieldWriter.unchecked("notification", e);
        }
        out.name(NotificationFields.TIMESTAMP).ascii(Timestamps.toAscii(timestampMillis));
        return members(out.format(), 3);
    }

    /** Whether two objects of the same id say the same, whenever and in whatever format they were written. */
    public static boolean isSame(MessageBody a, MessageBody b) {
        try {
            return BodyMeaning.of(a, WITHOUT_TIME).equals(BodyMeaning.of(b, WITHOUT_TIME));
        } catch (WireException e) {
            throw FieldWriter.unchecked("notification", e);
        }
    }

    /**
     * One object of a list, with what is so for the one who asks.
     *
     * @param userId whom it is addressed to, if anybody
     * @param readAtMillis null when it was not read
     */
    public static void element(
            WireWriter out, MessageBody object, @Nullable String userId, @Nullable Long readAtMillis) {
        out.beginObject(OBJECT_FIELDS + (userId == null ? 2 : 3));
        members(out, object);
        out.name(NotificationFields.READ).bool(readAtMillis != null);
        out.name(NotificationFields.READ_AT);
        if (readAtMillis == null) {
            out.nil();
        } else {
            out.ascii(Timestamps.toAscii(readAtMillis));
        }
        addressee(out, userId);
        out.endObject();
    }

    /** One object for its publisher. */
    public static void object(WireWriter out, MessageBody object, @Nullable String userId) {
        out.beginObject(OBJECT_FIELDS + (userId == null ? 0 : 1));
        members(out, object);
        addressee(out, userId);
        out.endObject();
    }

    private static void members(WireWriter out, MessageBody object) {
        try {
            out.members(object);
        } catch (WireException e) {
            throw FieldWriter.unchecked("notification", e);
        }
    }

    private static void addressee(WireWriter out, @Nullable String userId) {
        if (userId != null) {
            out.name(NotificationFields.USER_ID.name()).string(userId);
        }
    }

    private WireWriter begin(WireFormat format) {
        buffer.clear();
        return WireWriter.of(format, buffer);
    }

    private MessageBody members(WireFormat format, int count) {
        byte[] bytes = buffer.toBytes();
        return new MessageBody(format, bytes, 0, bytes.length, count, true, true);
    }

    private static void text(WireWriter out, Field field, String value) {
        out.name(field.name()).string(value);
    }

    private static void textOrNull(WireWriter out, String name, @Nullable String value) {
        out.name(name);
        if (value == null) {
            out.nil();
        } else {
            out.string(value);
        }
    }
}
