package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.IdempotencyKeys;

/** Every field that a client or publisher may send, with its limits. */
final class CommandFields {
    static final FieldTable TABLE = new FieldTable();

    static final Field TYPE = TABLE.add("type", Shape.TEXT);
    static final Field ID = TABLE.add("id", Shape.ID);
    static final Field T0 = TABLE.add("t0", Shape.INTEGER, 0, CommandId.NUMBER_MAX);
    static final Field CHANNEL = TABLE.add("channel", Shape.TEXT, 1, ChannelNames.CHARS_MAX);
    static final Field CHANNELS = TABLE.add("channels", Shape.NAMES, 0, 500);
    static final Field FAMILY = TABLE.add("family", Shape.TEXT, 1, ChannelNames.CHARS_MAX);
    static final Field SINCE = TABLE.add("since", Shape.POSITION);
    static final Field MAX_KBPS = TABLE.add("max_kbps", Shape.INTEGER, 0, BandwidthLimits.KBPS_MAX);
    static final Field MAX_HZ = TABLE.add("max_hz", Shape.REAL);
    static final Field SUBSCRIPTIONS = TABLE.add("subscriptions", Shape.SUBSCRIPTIONS, 1, 500);
    static final Field OPTIONS = TABLE.add("options", Shape.OPTIONS);
    static final Field ACK = TABLE.add("ack", Shape.BOOLEAN);
    static final Field SYMBOL = TABLE.add("symbol", Shape.TEXT, 1, 64);
    static final Field HISTORY = TABLE.add("history", Shape.INTEGER, 0, 1000);
    static final Field TASK_ID = TABLE.add("task_id", Shape.TEXT, 1, 128);
    static final Field LIMIT = TABLE.add("limit", Shape.INTEGER, 1, 500);
    static final Field NOTIFICATION_ID = TABLE.add("notification_id", Shape.TEXT, 1, 128);
    static final Field OFFSET = TABLE.add("offset", Shape.INTEGER, 0, CommandId.NUMBER_MAX);
    static final Field MESSAGE = TABLE.add("message", Shape.MESSAGE);
    static final Field PRIORITY = TABLE.add("priority", Shape.PRIORITY);
    static final Field CONFLATE = TABLE.add("conflate", Shape.BOOLEAN);
    static final Field EXCLUDE = TABLE.add("exclude", Shape.TEXT, 1, 64);
    static final Field IDEMPOTENCY_KEY = TABLE.add(IdempotencyKeys.FIELD, Shape.NAME, 1, IdempotencyKeys.CHARS_MAX);
    static final Field DATA = TABLE.add("data", Shape.OBJECT);
    static final Field UPDATE_TYPE = TABLE.add("update_type", Shape.TEXT, 1, 16);
    static final Field DATA_POINTS = TABLE.add("data_points", Shape.LIST);
    static final Field NOTIFICATION = TABLE.add("notification", Shape.OBJECT);
    static final Field STATUS = TABLE.add("status", Shape.OBJECT);
    static final Field TOKEN = TABLE.add("token", Shape.TEXT, 1, 8192);

    /** What {@code get_notifications} takes when it names no limit. */
    static final int LIMIT_DEFAULT = 50;

    private CommandFields() {}
}
