package io.tickgate.core.producer;

import java.util.Locale;

/** What a front end is to do with the points of a chart. */
public enum UpdateType {
    /** At least one is newer than all before it of its data type. */
    ADD,
    /** They take the place of points that were there. */
    UPDATE,
    /** Many at once, such as a history. */
    BATCH;

    /** As it stands in {@code update_type}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
