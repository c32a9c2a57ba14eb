package io.tickgate.core.sim;

import static io.tickgate.core.sim.ClusterRun.require;

import io.tickgate.core.broadcast.ModelStore;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.NoticeMessage.Lag;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Somebody who follows one channel, now at this gateway and now at that, and what he may expect. */
final class ClusterClient {
    private final String channel;
    private final ModelStore store;
    private @Nullable SimulatedClient client;
    private @Nullable Position since;
    private @Nullable String epoch;
    /** The last offset of each channel under {@link #epoch}; absent where it is not known. */
    private final Map<String, Long> last = new HashMap<>();

    private boolean subscribed;

    ClusterClient(String channel, ModelStore store) {
        this.channel = channel;
        this.store = store;
    }

    /** Comes to a gateway, with the position that it had, or without one. */
    void connect(Simulation node, Random random, @Nullable Position position) {
        SimulatedClient next = node.connect(
                random.nextInt(node.loops().all().size()), FrameKind.values()[random.nextInt(FrameKind.COUNT)]);
        client = next;
        since = position;
        if (position == null) {
            next.subscribe(channel);
        } else {
            next.resume(channel, position);
        }
    }

    /** Goes. @return where it was; null where it was nowhere */
    @Nullable
    Position leave() {
        SimulatedClient before = client;
        if (before == null) {
            return null;
        }
        before.cut();
        check(new ClusterRun.Seen());
        client = null;
        Long offset = last.get(channel);
        return epoch == null || offset == null ? null : new Position(epoch, offset);
    }

    /** Walks through what came since it came. */
    void check(ClusterRun.Seen seen) {
        SimulatedClient now = client;
        if (now == null) {
            return;
        }
        last.clear();
        epoch = null;
        subscribed = false;
        Long newest = null;
        for (Object event : now.received().events()) {
            if (event instanceof SubscriptionConfirmed confirmed) {
                newest = onConfirmed(confirmed, seen, now);
            } else if (event instanceof PublicationMessage publication) {
                seen.publications++;
                onPublication(publication, newest, now);
                newest = null;
            } else if (event instanceof Lag lag) {
                onLag(lag, now);
                seen.lost++;
            } else if (event instanceof ServerMessage.ErrorMessage error) {
                require(
                        error.code() == ErrorCode.UNAVAILABLE || error.code() == ErrorCode.INVALID_POSITION,
                        now + ": " + error);
            }
        }
    }

    /** @return the offset of the newest value that may come once although it was before */
    private @Nullable Long onConfirmed(SubscriptionConfirmed confirmed, ClusterRun.Seen seen, SimulatedClient now) {
        boolean asked = confirmed.id() != null;
        require(asked != subscribed, now + ": confirmed again, or unasked, " + confirmed);
        subscribed = true;
        Position position = confirmed.position();
        require(
                asked || "epoch_changed".equals(confirmed.reason()),
                now + ": an unasked confirmation without a reason: " + confirmed);
        Position from = since;
        boolean recovered = Boolean.TRUE.equals(confirmed.recovered());
        if (recovered) {
            seen.recovered++;
            require(from != null && from.epoch().equals(position.epoch()), now + ": recovered what cannot be");
        }
        seen.epochChanges += asked ? 0 : 1;
        epoch = position.epoch();
        last.clear();
        last.put(channel, recovered && from != null ? from.offset() : position.offset());
        return recovered || confirmed.recovered() == null ? null : (Long) position.offset();
    }

    private void onPublication(PublicationMessage publication, @Nullable Long newest, SimulatedClient now) {
        String name = publication.channel();
        require(subscribed, now + ": " + publication + " without a confirmation");
        require(name.equals(channel) || name.startsWith(channel + ':'), now + ": " + publication + " is not its");
        Long before = last.get(name);
        boolean isNewest = newest != null && newest == publication.offset() && name.equals(channel);
        if (before != null && !isNewest) {
            require(
                    publication.offset() == before + 1,
                    now + ": " + name + "@" + publication.offset() + " came after " + before + " in " + epoch + " of "
                            + now.received().events());
        }
        last.put(name, publication.offset());
        if (epoch != null && epoch.startsWith("store-")) {
            String text = store.log(epoch, name).get(publication.offset());
            require(
                    text != null && text.contains('"' + publication.type() + '"'),
                    now + ": " + publication + " is " + text + " in " + epoch);
        }
    }

    private void onLag(Lag lag, SimulatedClient now) {
        Long before = last.get(lag.channel());
        require(subscribed && lag.reason().equals("store_lost"), now + ": " + lag);
        require(before == null || lag.from() == before + 1, now + ": " + lag + " came after " + before);
        last.put(lag.channel(), lag.to());
    }

    /** Has all there is. */
    void checkComplete() {
        SimulatedClient now = client;
        if (now == null
                || !subscribed
                || now.received().isClosed()
                || now.connection().isClosed()) {
            return;
        }
        String under = epoch;
        require(
                under != null && under.equals(store.epoch()),
                now + " is in " + under + ", the store in " + store.epoch() + ": "
                        + now.received().events());
        for (String name : ClusterRun.CHANNELS) {
            if (name.equals(channel) || name.startsWith(channel + ':')) {
                Map.Entry<Long, String> newest = store.log(store.epoch(), name).lastEntry();
                require(
                        newest != null && newest.getKey().equals(last.get(name)),
                        now + " has " + name + " up to " + last.get(name) + " of " + newest + ": "
                                + now.received().events());
            }
        }
    }
}
