package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.NotificationDraft;

/** The fields of a notification, with their limits. */
final class NotificationFields {
    static final FieldTable TABLE = new FieldTable();

    static final Field ID = TABLE.add("id", Shape.NAME, 1, NotificationDraft.ID_CHARS_MAX);
    static final Field USER_ID = TABLE.add("user_id", Shape.NAME, 1, 128);
    static final Field TYPE = TABLE.add("type", Shape.TEXT, 1, 64);
    static final Field TITLE = TABLE.add("title", Shape.TEXT, 1, 256);
    static final Field MESSAGE = TABLE.add("message", Shape.TEXT, 0, 4096);
    static final Field PRIORITY = TABLE.add("priority", Shape.PRIORITY);
    static final Field METADATA = TABLE.add("metadata", Shape.OBJECT);
    static final Field ACTION_URL = TABLE.add("action_url", Shape.TEXT, 0, 2048);
    static final Field ACTION_TEXT = TABLE.add("action_text", Shape.TEXT, 0, 256);

    /** Set by the gateway alone. */
    static final String TIMESTAMP = "timestamp";

    static final String READ = "read";
    static final String READ_AT = "read_at";

    private NotificationFields() {}
}
