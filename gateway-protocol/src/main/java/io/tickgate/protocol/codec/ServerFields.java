package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.CommandId;

/** Every field that the gateway may send. A client is lenient: lengths are bounded by the message alone. */
final class ServerFields {
    static final FieldTable TABLE = new FieldTable();

    static final Field TYPE = TABLE.add("type", Shape.TEXT);
    static final Field ID = TABLE.add("id", Shape.ID);
    static final Field TIMESTAMP = TABLE.add("timestamp", Shape.TIME);
    static final Field CONNECTION_ID = TABLE.add("connection_id", Shape.TEXT);
    static final Field T0 = TABLE.add("t0", Shape.INTEGER, 0, CommandId.NUMBER_MAX);
    static final Field T1 = TABLE.add("t1", Shape.INTEGER, 0, CommandId.NUMBER_MAX);
    static final Field T2 = TABLE.add("t2", Shape.INTEGER, 0, CommandId.NUMBER_MAX);
    static final Field SERVER_TIME = TABLE.add("server_time", Shape.MICROS);
    static final Field EPOCH = TABLE.add("epoch", Shape.TEXT);
    static final Field RESUME_TOKEN = TABLE.add("resume_token", Shape.TEXT);
    static final Field HEARTBEAT_INTERVAL = TABLE.add("heartbeat_interval", Shape.REAL);
    static final Field IDLE_TIMEOUT = TABLE.add("idle_timeout", Shape.REAL);
    static final Field MAX_MESSAGE_BYTES = TABLE.add("max_message_bytes", Shape.INTEGER);
    static final Field PROTOCOL = TABLE.add("protocol", Shape.TEXT);
    static final Field VERSION = TABLE.add("version", Shape.TEXT);
    static final Field CHANNEL = TABLE.add("channel", Shape.TEXT);
    static final Field CHANNELS = TABLE.add("channels", Shape.NAMES);
    static final Field FAMILY = TABLE.add("family", Shape.TEXT);
    static final Field ADDED = TABLE.add("added", Shape.NAMES);
    static final Field REMOVED = TABLE.add("removed", Shape.NAMES);
    static final Field SYMBOL = TABLE.add("symbol", Shape.TEXT);
    static final Field OFFSET = TABLE.add("offset", Shape.INTEGER, 0, CommandId.NUMBER_MAX);
    static final Field UPDATE_COUNT = TABLE.add("update_count", Shape.INTEGER, 1, Integer.MAX_VALUE);
    static final Field RECOVERED = TABLE.add("recovered", Shape.BOOLEAN);
    static final Field REASON = TABLE.add("reason", Shape.TEXT);
    static final Field RECIPIENT_COUNT = TABLE.add("recipient_count", Shape.INTEGER);
    static final Field NOTIFICATION_ID = TABLE.add("notification_id", Shape.TEXT);
    static final Field CONFLATED = TABLE.add("conflated", Shape.BOOLEAN);
    static final Field DUPLICATE = TABLE.add("duplicate", Shape.BOOLEAN);
    static final Field CODE = TABLE.add("code", Shape.TEXT);
    static final Field ERROR = TABLE.add("error", Shape.TEXT);
    static final Field COMMAND = TABLE.add("command", Shape.TEXT);
    static final Field FIELD = TABLE.add("field", Shape.TEXT);
    static final Field TASK_ID = TABLE.add("task_id", Shape.TEXT);
    static final Field RETRY_AFTER = TABLE.add("retry_after", Shape.REAL);
    static final Field NOTIFICATIONS = TABLE.add("notifications", Shape.LIST);
    static final Field UNREAD = TABLE.add("unread", Shape.INTEGER);
    static final Field MORE = TABLE.add("more", Shape.BOOLEAN);
    static final Field READ_AT = TABLE.add("read_at", Shape.TIME);
    static final Field USER_ID = TABLE.add("user_id", Shape.TEXT);
    static final Field EXPIRES_AT = TABLE.add("expires_at", Shape.TIME);
    static final Field DATA = TABLE.add("data", Shape.OBJECT);
    static final Field UPDATE_TYPE = TABLE.add("update_type", Shape.TEXT);
    static final Field DATA_POINTS = TABLE.add("data_points", Shape.LIST);
    static final Field METADATA = TABLE.add("metadata", Shape.OBJECT);
    static final Field NOTIFICATION = TABLE.add("notification", Shape.OBJECT);
    static final Field STATUS = TABLE.add("status", Shape.OBJECT);
    static final Field RECONNECT_AFTER_MS = TABLE.add("reconnect_after_ms", Shape.INTEGER);
    static final Field DROPPED = TABLE.add("dropped", Shape.INTEGER, 0, CommandId.NUMBER_MAX);
    static final Field FROM = TABLE.add("from", Shape.INTEGER, 0, CommandId.NUMBER_MAX);
    static final Field TO = TABLE.add("to", Shape.INTEGER, 0, CommandId.NUMBER_MAX);

    static final Field USER_CHANNEL = TABLE.add("user_channel", Shape.TEXT);
    static final Field USER_OFFSET = TABLE.add("user_offset", Shape.INTEGER, 0, CommandId.NUMBER_MAX);
    static final Field USER_RECOVERED = TABLE.add("user_recovered", Shape.BOOLEAN);
    static final Field USER_REASON = TABLE.add("user_reason", Shape.TEXT);
    static final Field USER_GRANTED = TABLE.add("user_granted", Shape.OPTIONS);

    static final Field GRANTED = TABLE.add("granted", Shape.OPTIONS);
    static final Field CAPS = TABLE.add("caps", Shape.OPTIONS);
    static final Field PAGE = TABLE.add("page", Shape.INTEGER, 1, Integer.MAX_VALUE);
    static final Field LAST = TABLE.add("last", Shape.BOOLEAN);
    static final Field ITEMS = TABLE.add("items", Shape.LIST);

    private ServerFields() {}
}
