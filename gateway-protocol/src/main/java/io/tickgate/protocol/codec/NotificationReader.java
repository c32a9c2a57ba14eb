package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationDraft;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.VisibleText;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a publisher says of a notification; the first field at fault refuses the whole.
 *
 * <p><b>Owner:</b> one thread.
 */
public final class NotificationReader {
    private static final byte[] NOTHING = {};

    /** What {@link #isUserId} asks for, as the end of a refusal. */
    public static final String USER_ID_RULE =
            "must have 1 to " + NotificationFields.USER_ID.most() + " characters " + VisibleText.RULE;

    private final ObjectFields fields;

    /** @param limits of the message that holds a notification */
    public NotificationReader(WireLimits limits) {
        fields = new ObjectFields(NotificationFields.TABLE, limits);
    }

    /**
     * Reads one notification.
     *
     * @param body borrowed for the call
     * @param path stands before each field's name in errors, such as {@code notification.}
     * @throws WireException that names the field at fault
     */
    public NotificationDraft read(MessageBody body, String path) throws WireException {
        return fields.read(body, path, values -> draft(body, values));
    }

    /** Whether a user may be called so, and the channel of what is for that user alone after it. */
    public static boolean isUserId(String userId) {
        return !userId.isEmpty() && userId.length() <= NotificationFields.USER_ID.most() && VisibleText.is(userId);
    }

    private static NotificationDraft draft(MessageBody body, FieldValues in) throws WireException {
        String id = in.optionalText(NotificationFields.ID);
        String userId = in.optionalText(NotificationFields.USER_ID);
        String type = in.text(NotificationFields.TYPE);
        String title = in.text(NotificationFields.TITLE);
        String message = in.text(NotificationFields.MESSAGE);
        Priority priority = in.optional(NotificationFields.PRIORITY, Priority.class);
        MessageBody metadata = in.optional(NotificationFields.METADATA, MessageBody.class);
        if (metadata != null && metadata.length() > NotificationDraft.METADATA_BYTES_MAX) {
            throw in.invalid(
                    NotificationFields.METADATA,
                    "may take " + NotificationDraft.METADATA_BYTES_MAX + " bytes, this one takes " + metadata.length());
        }
        String actionUrl = in.optionalText(NotificationFields.ACTION_URL);
        if (actionUrl != null && !ActionUrl.isValid(actionUrl)) {
            throw in.invalid(NotificationFields.ACTION_URL, ActionUrl.RULE);
        }
        return new NotificationDraft(
                id,
                userId,
                type,
                title,
                message,
                Objects.requireNonNullElse(priority, Priority.NORMAL),
                owned(body, metadata),
                actionUrl,
                in.optionalText(NotificationFields.ACTION_TEXT));
    }

    private static MessageBody owned(MessageBody body, @Nullable MessageBody metadata) {
        return metadata == null || metadata.memberCount() == 0
                ? new MessageBody(body.format(), NOTHING, 0, 0, 0, false, false)
                : metadata.copy();
    }
}
