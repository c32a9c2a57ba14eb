package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.MessageBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication before it has an offset.
 *
 * @param body owned: not touched by anybody afterwards
 * @param mayConflate as in {@link Treatment}
 * @param urgent as in {@link Treatment}
 * @param exclude id of a connection that does not get it; null for nobody
 * @param note what the module that publishes it tells itself on the other gateways; no subscriber sees it. Null where no
 *     module does
 * @param expected what the topic's last offset has to be; {@link #ANY} where that does not matter
 * @param key a second draft of this topic with the same key is the same publication, as long as the key is remembered; null
 *     makes one that is nobody else's
 * @param rows what is kept with it, in tables of the topic
 */
public record Draft(
        MessageBody body,
        boolean mayConflate,
        boolean urgent,
        @Nullable String exclude,
        @Nullable String note,
        long expected,
        @Nullable String key,
        List<Backbone.Row> rows) {
    /** Whatever the last offset is. */
    public static final long ANY = -1;

    /** One that no module publishes. */
    public Draft(
            MessageBody body,
            boolean mayConflate,
            boolean urgent,
            @Nullable String exclude,
            long expected,
            @Nullable String key,
            List<Backbone.Row> rows) {
        this(body, mayConflate, urgent, exclude, null, expected, key, rows);
    }

    public Draft {
        rows = List.copyOf(rows);
    }

    /** The same with a body that nobody else has. */
    Draft owned() {
        return new Draft(body.copy(), mayConflate, urgent, exclude, note, expected, key, rows);
    }
}
