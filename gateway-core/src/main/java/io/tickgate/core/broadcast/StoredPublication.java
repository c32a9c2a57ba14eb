package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.MessageBody;
import org.jspecify.annotations.Nullable;

/**
 * A publication as the backbone keeps it.
 *
 * @param epochMicros when it was numbered, by the clock of the backbone
 * @param body owned
 * @param mayConflate as in {@link Treatment}
 * @param urgent as in {@link Treatment}
 * @param exclude id of a connection that does not get it, on whichever gateway it is; null for nobody
 * @param note as in {@link Draft}
 * @param isOwn whether this very run of this gateway appended it
 */
public record StoredPublication(
        long offset,
        long epochMicros,
        MessageBody body,
        boolean mayConflate,
        boolean urgent,
        @Nullable String exclude,
        @Nullable String note,
        boolean isOwn) {
    /** One that no module published. */
    public StoredPublication(
            long offset,
            long epochMicros,
            MessageBody body,
            boolean mayConflate,
            boolean urgent,
            @Nullable String exclude,
            boolean isOwn) {
        this(offset, epochMicros, body, mayConflate, urgent, exclude, null, isOwn);
    }
}
