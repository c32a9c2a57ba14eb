package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.PublicationTimes;
import io.tickgate.core.metrics.RecentMaximum;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.time.Clock;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/**
 * What one turn of a loop brings to its subscribers, and the end of that turn: a task behind all input that the loop had
 * already read, which sends each subscriber everything at once. When one publication arrived there is nothing to join and
 * nothing is delayed, but where {@link JoinWait} says so: then what several turns bring leaves together.
 *
 * <p><b>Owner:</b> the shard.
 */
final class Turn {
    /** Audiences that may wait for longer than a turn: joined frames take 8 KiB for each of them at least. */
    private static final int WAITING_MAX = 256;

    private final EventExecutor loop;
    private final Clock clock;
    private final ShardCounters counters;
    private final TurnBatchPool batches;
    private final TurnSender sender;
    private final int bytesMax;
    private final JoinWait wait;
    private final PublicationTimes times;

    private final ArrayList<Audience> dirty = new ArrayList<>();
    private final ArrayList<Subscriber> unflushed = new ArrayList<>();
    private final RecentMaximum longest = new RecentMaximum();
    private final Runnable end = this::end;
    private final Runnable goOn = this::goOn;
    private int bytes;
    private boolean anyUrgent;
    private boolean scheduled;
    /** Whether {@link #goOn} comes by itself, and when. */
    private boolean putOff;

    private long goOnAtNanos;
    private boolean sending;

    /**
     * @param sender owned from now on, as are {@code batches}
     * @param bytesMax bytes that may be joined before they are sent early ({@code outbound.turn-bytes-max})
     * @param wait owned from now on
     */
    Turn(
            EventExecutor loop,
            Clock clock,
            ShardCounters counters,
            TurnBatchPool batches,
            TurnSender sender,
            int bytesMax,
            JoinWait wait,
            PublicationTimes times) {
        this.loop = loop;
        this.clock = clock;
        this.counters = counters;
        this.batches = batches;
        this.sender = sender;
        this.bytesMax = bytesMax;
        this.wait = wait;
        this.times = times;
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    /** How long what the turn brings was on its way. */
    PublicationTimes times() {
        return times;
    }

    /** Whether something waits for the end of the turn. */
    boolean isScheduled() {
        return scheduled || putOff || !dirty.isEmpty();
    }

    /** Whether subscribers are being sent to, so that no group may change. */
    boolean isSending() {
        return sending;
    }

    /** The longest turn of delivering in the last minute, in microseconds. Any thread. */
    long longestMicros() {
        return longest.get(clock.nanoTime());
    }

    /**
     * Adds a frame to what waits for everybody in {@code audience}.
     *
     * @param frame borrowed
     * @param publication whose frame it is
     */
    void append(Audience audience, ByteBuf frame, Publication publication) {
        if (audience.size() == 0) {
            return;
        }
        if (!audience.append(frame, publication)) {
            // The first of this turn, or there was no memory to join it with those that are there.
            sendNow(audience);
            audience.begin(frame, publication, batches);
            dirty.add(audience);
            schedule();
        }
        bytes += frame.readableBytes();
        if (publication.treatment().urgent()) {
            anyUrgent = true;
            schedule();
        }
        counters.add(Counter.DELIVERED, publication.topic().familyIndex(), audience.size());
    }

    /** Sends early what is enough. */
    void endIfFull() {
        if (bytes > bytesMax) {
            send(clock.nanoTime());
        }
    }

    /** An exclusion breaks the sharing, so this frame goes out by itself, between the others. */
    void sendExcept(Audience audience, ByteBuf frame, Publication publication, Exclusion exclusion) {
        sendNow(audience);
        TurnBatch batch = batches.take();
        batch.add(frame, publication);
        sending = true;
        int sent;
        try {
            sent = sender.sendExcept(audience, batch, exclusion);
        } finally {
            sending = false;
            batches.giveBack(batch);
        }
        counters.add(Counter.DELIVERED, publication.topic().familyIndex(), sent);
        schedule();
    }

    /** Hands each subscriber of an audience one publication by itself. */
    void deliver(Audience audience, Publication publication, SharedBytes frame) {
        boolean isNotice = publication.isNotice();
        Exclusion exclusion = publication.exclusion();
        int delivered = 0;
        sending = true;
        try {
            for (int i = 0, size = audience.size(); i < size; i++) {
                Subscriber subscriber = audience.subscriber(i);
                if (isNotice) {
                    subscriber.tell(
                            publication.topic(), publication.treatment().lostFrom(), publication.offset(), frame);
                } else if (exclusion == null || !exclusion.excludes(subscriber)) {
                    subscriber.deliver(publication.topic(), publication.offset(), frame);
                    delivered++;
                }
            }
        } finally {
            sending = false;
        }
        counters.add(Counter.DELIVERED, publication.topic().familyIndex(), delivered);
    }

    /** Sends what waits, to everybody. */
    void sendNow() {
        if (!dirty.isEmpty()) {
            send(clock.nanoTime());
        }
    }

    /** Sends what waits for {@code audience}, so that whatever is written next comes behind it. */
    void sendNow(Audience audience) {
        if (audience.batch() != null) {
            dirty.remove(audience);
            sending = true;
            try {
                sender.send(audience);
            } finally {
                sending = false;
            }
        }
    }

    /**
     * Sends frames to one subscriber alone, now.
     *
     * @param frames borrowed; all of one family
     */
    void sendTo(Subscriber subscriber, Iterable<PublicationFrame> frames) {
        TurnBatch batch = batches.take();
        sending = true;
        int count = 0;
        int family = 0;
        try {
            for (PublicationFrame frame : frames) {
                if (!batch.add(frame.bytes(), frame.publication())) {
                    sender.sendTo(subscriber, batch);
                    batches.giveBack(batch);
                    batch = batches.take();
                    batch.add(frame.bytes(), frame.publication());
                }
                family = frame.publication().topic().familyIndex();
                count++;
            }
            if (count > 0) {
                sender.sendTo(subscriber, batch);
            }
        } finally {
            sending = false;
            batches.giveBack(batch);
        }
        counters.add(Counter.DELIVERED, family, count);
    }

    /** Passes what {@code subscriber} has written to its socket at the end of this turn. */
    void flushLater(Subscriber subscriber) {
        unflushed.add(subscriber);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            loop.execute(end);
        }
    }

    private void end() {
        assert loop.inEventLoop() && !sending;
        scheduled = false;
        long now = clock.nanoTime();
        boolean mayWait = !dirty.isEmpty() && dirty.size() <= WAITING_MAX && !anyUrgent;
        long rest = mayWait ? wait.remaining(now) : 0;
        if (rest == 0) {
            send(now);
            return;
        }
        if (!putOff || goOnAtNanos - now > rest) {
            putOff = true;
            goOnAtNanos = now + rest;
            counters.increment(Counter.TURNS_PUT_OFF);
            loop.schedule(goOn, rest, TimeUnit.NANOSECONDS);
        }
        flush();
    }

    private void goOn() {
        putOff = false;
        end();
    }

    private void send(long startedAtNanos) {
        assert loop.inEventLoop() && !sending;
        boolean any = !dirty.isEmpty();
        sending = true;
        bytes = 0;
        anyUrgent = false;
        try {
            sender.sendAll(dirty);
        } finally {
            sending = false;
        }
        dirty.clear();
        flush();
        long now = clock.nanoTime();
        if (any) {
            wait.onSent(startedAtNanos, now);
        }
        longest.offer((now - startedAtNanos) / 1_000, now);
        times.onTurnEnd(now);
    }

    private void flush() {
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }

    /** See {@link TurnSender#prepare}. */
    void prepare() {
        sender.prepare();
    }

    /** See {@link Shard#scratch}. */
    ByteBuf scratch() {
        assert !sending;
        return sender.scratch();
    }

    /** Sends what waits and gives the turn buffers back. */
    void close() {
        send(clock.nanoTime());
        sender.close();
        batches.close();
    }
}
