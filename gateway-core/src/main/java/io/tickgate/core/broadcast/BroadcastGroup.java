package io.tickgate.core.broadcast;

import io.tickgate.core.frame.FrameKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic's subscribers on one event loop, sorted by the kind of frame they need and by their terms.
 *
 * <p><b>Owner:</b> the shard; there is no lock and no copy-on-write. Two numbers are published for other loops to read:
 * which kinds somebody here needs, and how many subscribers there are.
 */
final class BroadcastGroup {
    private final Topic topic;
    private final Shard shard;
    private @Nullable Audience audiences;
    private @Nullable Audience oneByOne;
    private List<Conflation> conflations = List.of();
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

    /** Those who get the newest at a rate, by kind, terms and phase. */
    List<Conflation> conflations() {
        return conflations;
    }

    /**
     * From now on the home shard encodes {@code kind} for this group, although the subscriber is placed only when its
     * position has come back: every publication numbered after that position is on its way here. The same holds for one
     * that is set aside, until it comes back.
     */
    void expect(FrameKind kind) {
        assert shard.isCurrent();
        arriving++;
        need(kind);
    }

    /** Publications are encoded as {@code kind} from now on, as long as anybody is here or on the way. */
    void need(FrameKind kind) {
        kinds = kinds | kind.bit();
    }

    /** The subscriber that was expected is placed, or gone. */
    void arrived() {
        assert shard.isCurrent();
        arriving--;
    }

    void add(Subscription subscription) {
        assert shard.isCurrent();
        FrameKind kind = subscription.kind();
        Terms terms = subscription.terms();
        RateClass rate = terms.rate();
        need(kind);
        if (subscription.isOneByOne()) {
            Audience found = find(oneByOne, kind, terms);
            if (found == null) {
                found = new Audience(kind, terms, oneByOne);
                oneByOne = found;
            }
            found.add(subscription);
        } else if (rate != null) {
            conflation(kind, terms, rate, subscription.subscriber().phase()).add(subscription);
        } else {
            Audience found = find(audiences, kind, terms);
            if (found == null) {
                found = new Audience(kind, terms, audiences);
                audiences = found;
            }
            found.add(subscription);
        }
        publishSize(1);
    }

    private static @Nullable Audience find(@Nullable Audience first, FrameKind kind, Terms terms) {
        Audience audience = first;
        while (audience != null && !audience.isFor(kind, terms)) {
            audience = audience.next();
        }
        return audience;
    }

    private Conflation conflation(FrameKind kind, Terms terms, RateClass rate, int phase) {
        for (Conflation conflation : conflations) {
            if (conflation.isFor(kind, terms, phase)) {
                return conflation;
            }
        }
        Conflation conflation = shard.newConflation(kind, terms, rate, phase);
        if (conflations.isEmpty()) {
            // Most topics never have any.
            conflations = new ArrayList<>(1);
        }
        conflations.add(conflation);
        return conflation;
    }

    void remove(Subscription subscription) {
        assert shard.isCurrent();
        subscription.requireAudience().remove(subscription);
        publishSize(-1);
    }

    /** Sends {@code subscription} alone, now, what waits for it here. */
    void flush(Subscription subscription) {
        Audience audience = subscription.requireAudience();
        for (Conflation conflation : conflations) {
            if (conflation.has(audience)) {
                conflation.flush(subscription);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer: the shard.
    private void publishSize(int change) {
        size += change;
    }

    /** Forgets kinds and, when nobody is left or on the way, this group. */
    void trim() {
        if (!conflations.isEmpty()) {
            conflations.removeIf(Conflation::dropIfEmpty);
        }
        if (arriving > 0) {
            return;
        }
        audiences = withoutEmpty(audiences);
        oneByOne = withoutEmpty(oneByOne);
        kinds = kindsOf(audiences) | kindsOf(oneByOne) | kindsOf(conflations);
        if (audiences == null && oneByOne == null && conflations.isEmpty()) {
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

    private static int kindsOf(List<Conflation> conflations) {
        int bits = 0;
        for (int i = 0; i < conflations.size(); i++) {
            bits |= conflations.get(i).kind().bit();
        }
        return bits;
    }
}
