package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.Encoding;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.protocol.codec.SnapshotItems;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SnapshotPage;
import org.jspecify.annotations.Nullable;

/**
 * Puts the newest values of a family's members on pages, of those members whose home is one shard.
 *
 * <p><b>Owner:</b> the home shard. A page holds every value that there is at the moment it is made, in the members'
 * order, from one member on to another: who knows up to where it has gone needs no other account of what it has.
 */
final class SnapshotPages {
    /** A page's items at most, unless a single one is larger; the rest of the page is small. */
    static final int ITEMS_BYTES_MAX = (64 << 10) - 512;

    /** What an item takes beside its channel and its message. */
    private static final int ITEM_BYTES = 48;

    /** Members that are looked at for one page, since a filter may want none of them. */
    private static final int MEMBERS_MAX = 1_000;

    private final HistoryStore histories;
    private final FrameEncoder encoder;
    private final UnnumberedFrames unnumbered;
    private final ShardCounters counters;
    private SnapshotSource snapshots = SnapshotSource.NONE;

    SnapshotPages(HistoryStore histories, FrameEncoder encoder, ShardCounters counters) {
        this.histories = histories;
        this.encoder = encoder;
        this.unnumbered = new UnnumberedFrames(encoder);
        this.counters = counters;
    }

    /** Before the first subscriber comes. */
    void useSnapshots(SnapshotSource source) {
        snapshots = source;
    }

    /** @param isLastHome whether no other shard has members of the family behind these */
    SnapshotDesk.Answer page(SnapshotDesk.Request request, boolean isLastHome) {
        FamilyStates states = request.family().states(request.home());
        if (states == null) {
            throw new IllegalStateException("no family of states: " + request.family());
        }
        SnapshotItems items = new SnapshotItems(request.kind().format());
        long reached = request.after();
        int looked = 0;
        Topic next = states.after(reached);
        while (next != null && looked < MEMBERS_MAX && add(items, next, request)) {
            looked++;
            reached = next.serial();
            next = states.after(reached);
        }
        boolean last = next == null && isLastHome;
        boolean says = items.count() > 0 || last;
        return new SnapshotDesk.Answer(
                says ? encode(request, last, items) : null, next == null ? Long.MAX_VALUE : reached, last);
    }

    /** @return false when the page is full */
    private boolean add(SnapshotItems items, Topic topic, SnapshotDesk.Request request) {
        HistoryEntry state = stateOf(topic);
        if (state == null) {
            throw new IllegalStateException("listed without a state: " + topic);
        }
        byte[] message = message(topic, state, request);
        if (message == null) {
            return true;
        }
        int more = message.length + topic.nameUtf8().length + ITEM_BYTES;
        if (items.count() > 0 && items.length() + more > ITEMS_BYTES_MAX) {
            return false;
        }
        items.add(topic.name(), state.offset(), message);
        return true;
    }

    /** @return null when the value is not wanted */
    private byte @Nullable [] message(Topic topic, HistoryEntry state, SnapshotDesk.Request request) {
        ServerMessage instead = snapshots.insteadOf(topic.name(), state.offset());
        if (instead == null) {
            Encoding plain = Encoding.of(request.kind(), request.view()).plain();
            return histories.matches(topic, state, request.filter())
                    ? WebSocketFrames.payload(histories.frame(topic, state, plain))
                    : null;
        }
        ByteBuf frame = unnumbered.encode(request.kind().format(), request.view(), request.filter(), topic, instead);
        if (frame == null) {
            return null;
        }
        try {
            return WebSocketFrames.payload(frame);
        } finally {
            frame.release();
        }
    }

    private static @Nullable HistoryEntry stateOf(Topic topic) {
        History history = topic.history();
        return history == null ? null : history.state();
    }

    private ByteBuf encode(SnapshotDesk.Request request, boolean last, SnapshotItems items) {
        counters.increment(Counter.SNAPSHOT_PAGES);
        String family = request.family().name();
        return encoder.encode(request.kind(), new SnapshotPage(family, request.number(), last, items.list()));
    }
}
