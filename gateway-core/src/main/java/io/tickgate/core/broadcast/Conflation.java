package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.frame.Encoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of a {@link BroadcastGroup} who want the newest of each topic at one rate, and what waits for them: of
 * each topic the newest publication since it was sent last.
 *
 * <p>The first publication after a silence of one period goes out at once; what comes within the period waits for the
 * tick. The work of a publication is one look into a map, that of a tick one send for each subscriber: neither depends on
 * how many publications were replaced.
 *
 * <p>Who joins while something waits stands apart until the next tick, as it is owed nothing of what arrived before it.
 *
 * <p><b>Owner:</b> the shard. <b>Bound:</b> a slot for each topic that was sent within the last period; the bytes by
 * {@link Tickers}.
 */
final class Conflation {
    private final Terms terms;
    private final int phase;
    private final Ticker ticker;
    private final Tickers tickers;
    private final Turn turn;
    private final CountedFrames counted;
    private final Audience settled;
    private final Audience joining;
    private final Map<Topic, Slot> slots = new LinkedHashMap<>(2);
    private int waiting;

    Conflation(Audience settled, Audience joining, RateClass rate, int phase, Tickers tickers, Turn turn) {
        this.terms = settled.terms();
        this.phase = phase;
        this.ticker = tickers.ticker(rate, phase);
        this.tickers = tickers;
        this.turn = turn;
        this.counted = tickers.counted();
        this.settled = settled;
        this.joining = joining;
    }

    /** One topic: what of it waits, and when it was sent last. */
    private final class Slot {
        private @Nullable SharedBytes newest;
        private @Nullable Publication publication;
        private @Nullable ByteBuf frame;
        private long arrival;
        private int count;
        private long sentAtNanos;

        boolean isWithinPeriod(long now) {
            return newest != null || now - sentAtNanos < ticker.periodNanos();
        }

        void replaceBy(Publication newer, SharedBytes bytes) {
            tickers.add(bytes.hold());
            if (newest == null) {
                waiting++;
            } else {
                tickers.add(-newest.letGo());
                tickers.onReplaced(size());
            }
            dropFrame();
            newest = bytes;
            publication = newer;
            arrival = tickers.arrivals();
            count++;
        }

        /** The frame of what waits; null when nothing does. Borrowed until {@link #clear}. */
        @Nullable
        PublicationFrame frame() {
            Publication of = publication;
            if (newest == null || of == null) {
                return null;
            }
            if (frame == null) {
                frame = terms.counts()
                        ? counted.frame(encoding().kind(), newest.bytes(), count)
                        : newest.bytes().retain();
            }
            return new PublicationFrame(frame, of);
        }

        void clear() {
            publication = null;
            if (newest != null) {
                tickers.add(-newest.letGo());
                newest = null;
                waiting--;
            }
            dropFrame();
            count = 0;
        }

        private void dropFrame() {
            if (frame != null) {
                frame.release();
                frame = null;
            }
        }
    }

    Encoding encoding() {
        return settled.encoding();
    }

    long needs() {
        return settled.needs();
    }

    /** Which publications are taken; null for all. */
    @Nullable
    SharedFilter filter() {
        return settled.filter();
    }

    /** How many subscribers there are. */
    int size() {
        return settled.size() + joining.size();
    }

    boolean isFor(Encoding encoding, Terms otherTerms, int otherPhase) {
        return phase == otherPhase && settled.isFor(encoding, otherTerms);
    }

    /** Whether {@code audience} is a part of this. */
    @SuppressWarnings("ReferenceEquality")
    boolean has(Audience audience) {
        return audience == settled || audience == joining;
    }

    void add(Subscription subscription) {
        if (waiting == 0) {
            settled.add(subscription);
        } else {
            subscription.joinAt(tickers.arrivals());
            joining.add(subscription);
        }
    }

    /** Sends {@code subscription} alone, now, what waits for it. */
    void flush(Subscription subscription) {
        if (waiting > 0) {
            turn.sendTo(subscription.subscriber(), framesFor(subscription));
        }
    }

    /** Sends what this turn brought. */
    void sendNow() {
        turn.sendNow(settled);
        turn.sendNow(joining);
    }

    /**
     * Takes a publication: it goes out with this turn, or waits.
     *
     * @param frame borrowed
     * @param shared the same frame, for who keeps it
     */
    void offer(Publication publication, ByteBuf frame, SharedBytes shared) {
        Topic topic = publication.topic();
        if (!topic.isState()) {
            // A family's own topic, where publications of many instruments follow each other.
            append(publication, frame);
            return;
        }
        long now = tickers.nanoTime();
        Slot slot = slots.get(topic);
        boolean mayWait = publication.treatment().mayConflate() && publication.exclusion() == null && tickers.hasRoom();
        if (slot != null && mayWait && slot.isWithinPeriod(now)) {
            slot.replaceBy(publication, shared);
            return;
        }
        if (slot == null) {
            slot = new Slot();
            slots.put(topic, slot);
            ticker.await(this);
        } else if (slot.newest != null) {
            appendWaiting(slot);
        }
        slot.sentAtNanos = now;
        append(publication, frame);
    }

    private void append(Publication publication, ByteBuf frame) {
        ByteBuf sent = terms.counts() && !publication.isNotice()
                ? counted.frame(encoding().kind(), frame, 1)
                : frame.retain();
        Exclusion exclusion = publication.exclusion();
        if (exclusion == null) {
            turn.append(settled, sent, publication);
            turn.append(joining, sent, publication);
        } else {
            turn.sendExcept(settled, sent, publication, exclusion);
            turn.sendExcept(joining, sent, publication, exclusion);
        }
        sent.release();
    }

    private void appendWaiting(Slot slot) {
        PublicationFrame frame = slot.frame();
        if (frame != null) {
            turn.append(settled, frame.bytes(), frame.publication());
            turn.sendNow(joining);
            for (int i = 0; i < joining.size(); i++) {
                if (slot.arrival > joining.subscription(i).joinedAt()) {
                    turn.sendTo(joining.subscriber(i), List.of(frame));
                }
            }
            slot.clear();
        }
    }

    /**
     * Sends the newest of every topic that waits.
     *
     * @return whether there is anything to wait for still: a topic stays for one period after it was sent
     */
    boolean tick(long now) {
        boolean joins = joining.size() > 0;
        if (joins) {
            turn.sendNow(joining);
            for (int i = 0; i < joining.size(); i++) {
                turn.sendTo(joining.subscriber(i), framesFor(joining.subscription(i)));
            }
        }
        slots.values().removeIf(slot -> isQuiet(slot, now));
        if (joins) {
            turn.sendNow(settled);
            joining.moveTo(settled);
        }
        turn.endIfFull();
        return !slots.isEmpty();
    }

    private boolean isQuiet(Slot slot, long now) {
        PublicationFrame frame = slot.frame();
        if (frame == null) {
            return now - slot.sentAtNanos >= ticker.periodNanos();
        }
        turn.append(settled, frame.bytes(), frame.publication());
        slot.clear();
        slot.sentAtNanos = now;
        return false;
    }

    private List<PublicationFrame> framesFor(Subscription subscription) {
        @SuppressWarnings("ReferenceEquality")
        boolean isSettled = subscription.requireAudience() == settled;
        List<PublicationFrame> frames = new ArrayList<>(waiting);
        for (Slot slot : slots.values()) {
            PublicationFrame frame = slot.frame();
            if (frame != null && (isSettled || slot.arrival > subscription.joinedAt())) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** Gives everything back where nobody is left. @return whether that is so */
    boolean dropIfEmpty() {
        if (size() > 0) {
            return false;
        }
        slots.values().forEach(Slot::clear);
        slots.clear();
        ticker.forget(this);
        return true;
    }
}
