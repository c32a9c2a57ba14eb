package io.tickgate.core.broadcast;

import io.tickgate.core.frame.FrameKind;
import org.jspecify.annotations.Nullable;

/**
 * One topic's subscribers on one event loop, sorted by the kind of frame they need.
 *
 * <p><b>Owner:</b> the shard; there is no lock and no copy-on-write. Two numbers are published for other loops to read:
 * which kinds somebody here needs, and how many subscribers there are.
 */
final class BroadcastGroup {
    private final Topic topic;
    private final Shard shard;
    private @Nullable Audience audiences;
    private @Nullable Audience oneByOne;
    private int arriving;

    private volatile int kinds;
    private volatile int size;

    BroadcastGroup(Topic topic, Shard shard) {
        this.topic = topic;
        this.shard = shard;
    }

    /** The bits of every {@link FrameKind} that this group's publications must be encoded as. Any thread. */
    int kinds() {
        return kinds;
    }

    /** Subscribers placed here. Any thread. */
    int size() {
        return size;
    }

    /** The first audience; the others follow by {@link Audience#next()}. */
    @Nullable
    Audience audiences() {
        return audiences;
    }

    /** The first audience of those who get each publication by itself; they never have a batch. */
    @Nullable
    Audience oneByOne() {
        return oneByOne;
    }

    /**
     * From now on the home shard encodes {@code kind} for this group, although the subscriber is placed only when its
     * position has come back: every publication numbered after that position is on its way here. The same holds for one
     * that is set aside, until it comes back.
     */
    Audience expect(FrameKind kind) {
        assert shard.isCurrent();
        arriving++;
        return audience(kind, false);
    }

    /** The subscriber that was expected is placed, or gone. */
    void arrived() {
        assert shard.isCurrent();
        arriving--;
    }

    void add(Subscription subscription) {
        assert shard.isCurrent();
        audience(subscription.subscriber().kind(), subscription.isOneByOne()).add(subscription);
        publishSize(1);
    }

    void remove(Subscription subscription) {
        assert shard.isCurrent();
        Audience audience = subscription.requireAudience();
        audience.remove(subscription);
        publishSize(-1);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer: the shard.
    private void publishSize(int change) {
        size += change;
    }

    /** Forgets kinds and, when nobody is left or on the way, this group. */
    void trim() {
        if (arriving > 0) {
            return;
        }
        audiences = withoutEmpty(audiences);
        oneByOne = withoutEmpty(oneByOne);
        kinds = kindsOf(audiences) | kindsOf(oneByOne);
        if (audiences == null && oneByOne == null) {
            topic.setGroup(shard.index(), null);
        }
    }

    private static @Nullable Audience withoutEmpty(@Nullable Audience first) {
        Audience kept = null;
        for (Audience audience = first; audience != null; ) {
            Audience next = audience.next();
            if (audience.size() > 0) {
                audience.setNext(kept);
                kept = audience;
            }
            audience = next;
        }
        return kept;
    }

    private static int kindsOf(@Nullable Audience first) {
        int bits = 0;
        for (Audience audience = first; audience != null; audience = audience.next()) {
            bits |= audience.kind().bit();
        }
        return bits;
    }

    private Audience audience(FrameKind kind, boolean byItself) {
        Audience first = byItself ? oneByOne : audiences;
        for (Audience audience = first; audience != null; audience = audience.next()) {
            if (audience.kind() == kind) {
                return audience;
            }
        }
        Audience audience = new Audience(kind, first);
        if (byItself) {
            oneByOne = audience;
        } else {
            audiences = audience;
        }
        kinds = kinds | kind.bit();
        return audience;
    }
}
