package io.tickgate.core.broadcast;

import io.tickgate.core.frame.Encoding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic's subscribers on one event loop, sorted by the encoding they need and by their terms.
 *
 * <p><b>Owner:</b> the shard; there is no lock and no copy-on-write. Two numbers are published for other loops to read:
 * what somebody here needs, and how many subscribers there are.
 */
final class BroadcastGroup {
    private final Topic topic;
    private final Shard shard;
    private @Nullable Audience audiences;
    private @Nullable Audience oneByOne;
    private List<Conflation> conflations = List.of();
    private int arriving;

    private volatile long needs;
    private volatile int size;

    BroadcastGroup(Topic topic, Shard shard) {
        this.topic = topic;
        this.shard = shard;
    }

    /** The bits of every {@link Encoding} that this group's publications are needed in, and {@link Terms#VALUES}. Any thread. */
    long needs() {
        return needs;
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

    /** Those who get the newest at a rate, by encoding, terms and phase. */
    List<Conflation> conflations() {
        return conflations;
    }

    /**
     * From now on the home shard makes what {@code bits} say for this group, although the subscriber is placed only when its
     * position has come back: every publication numbered after that position is on its way here. The same holds for one
     * that is set aside, until it comes back.
     */
    void expect(long bits) {
        assert shard.isCurrent();
        arriving++;
        need(bits);
    }

    /** What {@code bits} say is made from now on, as long as anybody is here or on the way. */
    void need(long bits) {
        needs = needs | bits;
    }

    /** The subscriber that was expected is placed, or gone. */
    void arrived() {
        assert shard.isCurrent();
        arriving--;
    }

    void add(Subscription subscription) {
        assert shard.isCurrent();
        Encoding encoding = subscription.encoding();
        Terms terms = subscription.terms();
        RateClass rate = terms.rate();
        need(subscription.needs());
        if (subscription.isOneByOne()) {
            Audience found = find(oneByOne, encoding, terms);
            if (found == null) {
                found = newAudience(encoding, terms, oneByOne);
                oneByOne = found;
            }
            found.add(subscription);
        } else if (rate != null) {
            conflation(encoding, terms, rate, subscription.subscriber().phase()).add(subscription);
        } else {
            Audience found = find(audiences, encoding, terms);
            if (found == null) {
                found = newAudience(encoding, terms, audiences);
                audiences = found;
            }
            found.add(subscription);
        }
        publishSize(1);
    }

    private Audience newAudience(Encoding encoding, Terms terms, @Nullable Audience next) {
        return new Audience(encoding, terms, shard.filters().hold(terms.filter()), next);
    }

    private static @Nullable Audience find(@Nullable Audience first, Encoding encoding, Terms terms) {
        Audience audience = first;
        while (audience != null && !audience.isFor(encoding, terms)) {
            audience = audience.next();
        }
        return audience;
    }

    private Conflation conflation(Encoding encoding, Terms terms, RateClass rate, int phase) {
        for (Conflation conflation : conflations) {
            if (conflation.isFor(encoding, terms, phase)) {
                return conflation;
            }
        }
        Conflation conflation = shard.newConflation(encoding, terms, rate, phase);
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

    /** Forgets needs and, when nobody is left or on the way, this group. */
    void trim() {
        if (!conflations.isEmpty()) {
            conflations.removeIf(this::isDropped);
        }
        if (arriving > 0) {
            return;
        }
        audiences = withoutEmpty(audiences);
        oneByOne = withoutEmpty(oneByOne);
        needs = needsOf(audiences) | needsOf(oneByOne) | needsOf(conflations);
        if (audiences == null && oneByOne == null && conflations.isEmpty()) {
            topic.setGroup(shard.index(), null);
        }
    }

    private boolean isDropped(Conflation conflation) {
        if (!conflation.dropIfEmpty()) {
            return false;
        }
        shard.filters().letGo(conflation.filter());
        return true;
    }

    private @Nullable Audience withoutEmpty(@Nullable Audience first) {
        Audience kept = null;
        for (Audience audience = first; audience != null; ) {
            Audience next = audience.next();
            if (audience.size() > 0) {
                audience.setNext(kept);
                kept = audience;
            } else {
                shard.filters().letGo(audience.filter());
            }
            audience = next;
        }
        return kept;
    }

    private static long needsOf(@Nullable Audience first) {
        long bits = 0;
        for (Audience audience = first; audience != null; audience = audience.next()) {
            bits |= audience.needs();
        }
        return bits;
    }

    private static long needsOf(List<Conflation> conflations) {
        long bits = 0;
        for (int i = 0; i < conflations.size(); i++) {
            bits |= conflations.get(i).needs();
        }
        return bits;
    }
}
