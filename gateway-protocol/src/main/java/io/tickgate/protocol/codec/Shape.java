package io.tickgate.protocol.codec;

/** What may stand in a field. */
enum Shape {
    /** A command's id: text or number. */
    ID,
    /** A string, its length within the field's bounds. */
    TEXT,
    /** A text that names something: nothing in it that cannot be seen. */
    NAME,
    /** A whole number within the field's bounds. */
    INTEGER,
    /** Any number. */
    REAL,
    BOOLEAN,
    /** A string that is a time; kept as Unix milliseconds, and as text. */
    TIME,
    /** A number of seconds; kept as microseconds. */
    MICROS,
    /** One of the four priorities. */
    PRIORITY,
    /** An object of {@code epoch} and {@code offset}. */
    POSITION,
    /** The options of a subscription. */
    OPTIONS,
    /** Strings, or the lines of a confirmation; their count within the field's bounds. */
    NAMES,
    /** Objects of {@code channel}, {@code since}, {@code ack}, {@code options}; their count within the field's bounds. */
    SUBSCRIPTIONS,
    /** An object that stays opaque. */
    OBJECT,
    /** An object that stays opaque, without the fields that the gateway sets itself. */
    MESSAGE,
    /** An array that stays opaque. */
    LIST,
    /** An object of booleans, its names not over 64 characters and their count within the field's bounds. */
    FLAGS
}
