package io.tickgate.core.broadcast;

import io.tickgate.core.frame.Encoding;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.Via;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.IndexedValues;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of every topic whose home is this shard: gives offsets, encodes, hands over to the shards that have
 * subscribers.
 *
 * <p><b>Owner:</b> the home shard's loop. <b>Cost:</b> per publication, whatever the number of subscribers: each encoding
 * that is needed once, the indexed members once where somebody has a filter, and one hand-over per other shard.
 */
final class Sequencer implements Numbering, AutoCloseable {
    /** Why publications do not come that were numbered, as {@code lag} says it. */
    static final String STORE_LOST = "store_lost";

    private static final long EVERY_FORMAT =
            Encoding.of(FrameKind.of(WireFormat.JSON, 0)).bit()
                    | Encoding.of(FrameKind.of(WireFormat.MSGPACK, 0)).bit();

    private final Shard shard;
    private final List<Shard> shards;
    private final TopicDirectory directory;
    private final FrameEncoder encoder;
    private final HistoryStore histories;
    private final RememberedKeys keys;
    private final IngestBudget budget;
    private final Clock clock;

    /** No topic of this home starts at or below it: the largest offset of any collected one. */
    private long offsetFloor;

    private final OlderPublications olderPublications;
    private final Replays replays;
    private final SnapshotPages pages;

    Sequencer(
            Shard shard,
            List<Shard> shards,
            TopicDirectory directory,
            FrameEncoder encoder,
            HistoryStore histories,
            RememberedKeys keys,
            IngestBudget budget,
            Clock clock) {
        this.shard = shard;
        this.shards = shards;
        this.directory = directory;
        this.encoder = encoder;
        this.histories = histories;
        this.keys = keys;
        this.budget = budget;
        this.clock = clock;
        this.olderPublications = new OlderPublications(histories, encoder, clock);
        this.replays = new Replays(histories, encoder, clock);
        this.pages = new SnapshotPages(histories, encoder, shard.counters());
    }

    /** Before the first subscriber comes. */
    void useSnapshots(SnapshotSource source) {
        replays.useSnapshots(source);
        pages.useSnapshots(source);
    }

    /** The last offset given, 0 for none: a subscriber who is placed after this call gets everything above it. */
    long position(Topic topic) {
        assert shard.isCurrent() && !topic.isCollected();
        topic.startAbove(offsetFloor, clock.nanoTime());
        return topic.offset();
    }

    /** What {@code subscriber} gets before the first publication after {@link #position}. */
    Replay replay(Topic topic, StartAt start, Subscriber subscriber, Terms terms) {
        assert shard.isCurrent() && !topic.isCollected();
        return replays.replay(topic, start, subscriber, terms);
    }

    /** A page of newest values of a family's members that have their home here. */
    SnapshotDesk.Answer page(SnapshotDesk.Request request, boolean isLastHome) {
        assert shard.isCurrent();
        return pages.page(request, isLastHome);
    }

    @Override
    public void prepare(Topic topic, StartAt start, Prepared then) {
        then.onPrepared(null);
    }

    /** The newest publication of {@code topic} stands for nothing any more. */
    void endState(Topic topic) {
        assert shard.isCurrent();
        History history = topic.history();
        if (history != null) {
            histories.endState(history);
        }
    }

    @Override
    public void forgetHistory(Topic topic) {
        assert shard.isCurrent();
        History history = topic.history();
        if (history != null) {
            histories.forget(history);
        }
    }

    /** What is kept of {@code topic} begins behind its last offset. */
    void beginHistory(Topic topic) {
        forgetHistory(topic);
        History history = topic.history();
        if (history != null) {
            history.begin(topic.offset() > 0, clock.nanoTime());
        }
    }

    /** One more than the last offset, by the clock of this machine. */
    @Override
    public void publish(
            Topic topic,
            MessageBody body,
            Treatment treatment,
            Via via,
            @Nullable String key,
            long ingestNanos,
            PublishReply reply)
            throws WireException {
        assert shard.isCurrent() && !topic.isCollected();
        long first = key == null ? 0 : keys.offset(topic, key);
        if (first > 0) {
            shard.counters().increment(Counter.DUPLICATES);
            reply.onDuplicate(first);
            return;
        }
        long sequencedNanos = clock.nanoTime();
        topic.startAbove(offsetFloor, sequencedNanos);
        long offset = topic.offset() + 1;
        int recipients = deliver(topic, body, treatment, offset, clock.epochMicros(), ingestNanos, sequencedNanos);
        if (key != null) {
            keys.remember(topic, key, offset);
        }
        shard.counters().onPublished(topic.familyIndex(), via);
        reply.onPublished(offset, recipients);
    }

    /**
     * Keeps and hands over a message that has its offset.
     *
     * @param body borrowed
     * @param offset above the topic's last one
     * @param epochMicros when it got that
     * @param ingestNanos when the broker was handed it; 0 for {@code sequencedNanos}
     * @return how many are subscribed, who is excluded included
     * @throws WireException when the body cannot be encoded as somebody needs it; then nothing has happened
     * @throws OutOfMemoryError when there is no direct memory for the frames; then nothing has happened either
     */
    int deliver(
            Topic topic,
            MessageBody body,
            Treatment treatment,
            long offset,
            long epochMicros,
            long ingestNanos,
            long sequencedNanos)
            throws WireException {
        assert shard.isCurrent() && !topic.isCollected();
        long needs = 0;
        int recipients = 0;
        for (int i = 0; i < shards.size(); i++) {
            BroadcastGroup own = topic.group(i);
            BroadcastGroup ofFamily = familyGroup(topic, i);
            needs |= needs(own) | needs(ofFamily);
            recipients += size(own) + size(ofFamily);
        }
        History history = topic.history();
        // Whatever is recovered one day is made from a plain frame, and only the publisher's own format has every
        // digit.
        long encoded = history == null
                ? needs
                : needs | Encoding.of(FrameKind.of(body.format(), 0)).bit();
        IndexedValues values = (needs & Terms.VALUES) == 0 ? null : encoder.values(topic, body);
        EncodedFrames frames = encoder.encode(encoded, topic, body, offset, epochMicros);
        try {
            long encodedNanos = clock.nanoTime();
            topic.advanceTo(offset, encodedNanos);
            directory.onPublished(topic);
            if (history != null) {
                histories.keep(history, offset, epochMicros, frames, values, treatment.exclusion());
            }
            long cameNanos = ingestNanos == 0 ? sequencedNanos : ingestNanos;
            shard.times().onEncoded(topic.familyIndex(), cameNanos, sequencedNanos, encodedNanos);
            if (needs != 0) {
                handOver(
                        new Publication(topic, offset, needs, frames, values, treatment),
                        body.length(),
                        cameNanos,
                        sequencedNanos,
                        encodedNanos);
            }
        } finally {
            frames.release();
        }
        return recipients;
    }

    /** The time that a publication gets now, in microseconds since 1970. */
    long epochMicros() {
        return clock.epochMicros();
    }

    /** Gives back the room of keys whose time is over, also where no other comes. */
    void forgetOldKeys() {
        assert shard.isCurrent();
        keys.forgetOld();
    }

    /** How many are subscribed to {@code topic}, by its name or its family. */
    int recipients(Topic topic) {
        int recipients = 0;
        for (int i = 0; i < shards.size(); i++) {
            recipients += size(topic.group(i)) + size(familyGroup(topic, i));
        }
        return recipients;
    }

    /**
     * Whether everybody could be given a message, whatever format he speaks: somebody elsewhere may need what nobody here does.
     *
     * @param body borrowed
     */
    void check(Topic topic, MessageBody body) throws WireException {
        encoder.encode(EVERY_FORMAT, topic, body, Long.MAX_VALUE, clock.epochMicros())
                .release();
    }

    /**
     * Publications up to {@code upTo} do not come: who follows the topic is told so behind what came before, and what is kept
     * of it begins anew.
     *
     * @throws OutOfMemoryError when there is no memory to tell; then nothing has happened
     */
    void lose(Topic topic, long upTo) {
        assert shard.isCurrent() && !topic.isCollected();
        long from = topic.offset() + 1;
        long needs = 0;
        for (int i = 0; i < shards.size(); i++) {
            needs |= needs(topic.group(i)) | needs(familyGroup(topic, i));
        }
        long nowNanos = clock.nanoTime();
        EncodedFrames frames = encoder.notice(
                needs, topic, new NoticeMessage.Lag(topic.name(), upTo - from + 1, STORE_LOST, from, upTo));
        try {
            topic.advanceTo(upTo, nowNanos);
            beginHistory(topic);
            if (needs != 0) {
                handOver(
                        new Publication(topic, upTo, needs, frames, null, Treatment.lost(from)),
                        0,
                        nowNanos,
                        nowNanos,
                        nowNanos);
            }
        } finally {
            frames.release();
        }
    }

    /** See {@link OlderPublications#keep}. */
    void keepOlder(
            Topic topic, List<StoredPublication> older, Function<StoredPublication, @Nullable Exclusion> exclusions) {
        assert shard.isCurrent() && !topic.isCollected();
        olderPublications.keep(topic, older, exclusions);
    }

    private void handOver(
            Publication publication, int bytes, long ingestNanos, long sequencedNanos, long encodedNanos) {
        Topic topic = publication.topic();
        for (int i = 0; i < shards.size(); i++) {
            if ((needs(topic.group(i)) | needs(familyGroup(topic, i))) == 0) {
                continue;
            }
            Shard target = shards.get(i);
            if (target == shard) {
                shard.deliver(publication, ingestNanos, sequencedNanos, encodedNanos);
            } else {
                publication.frames().retain();
                budget.add(bytes);
                target.loop().execute(() -> {
                    try {
                        target.deliver(publication, ingestNanos, sequencedNanos, encodedNanos);
                    } finally {
                        publication.frames().release();
                        budget.release(bytes);
                    }
                });
            }
        }
    }

    private static @Nullable BroadcastGroup familyGroup(Topic topic, int shardIndex) {
        Topic family = topic.family();
        return family == null ? null : family.group(shardIndex);
    }

    private static long needs(@Nullable BroadcastGroup group) {
        return group == null ? 0 : group.needs();
    }

    private static int size(@Nullable BroadcastGroup group) {
        return group == null ? 0 : group.size();
    }

    /**
     * Drops a topic without subscribers that was last used before {@code usedBeforeNanos}, or that was never published to
     * while its place is needed.
     *
     * @param roomIsShort whether it is needed whoever has named the topic
     */
    void collectIfIdle(Topic topic, long usedBeforeNanos, boolean roomIsShort) {
        assert shard.isCurrent();
        if (topic.isCollected() || topic.hasSubscribers()) {
            return;
        }
        boolean isWorthless = !topic.isPublished() && (roomIsShort || directory.isShareCrowded(topic));
        if (!isWorthless && isWorthKeeping(topic)) {
            return;
        }
        topic.startAbove(offsetFloor, usedBeforeNanos);
        if (isWorthless || topic.usedAtNanos() - usedBeforeNanos <= 0) {
            topic.markCollected();
            History history = topic.history();
            if (history != null) {
                histories.forget(history);
            }
            offsetFloor = Math.max(offsetFloor, topic.offset());
            directory.remove(topic);
        }
    }

    /**
     * Who subscribes to the family sees this topic's offsets jump when it comes back, and who comes late wants its newest
     * value where it is a state: so it goes only when room is needed.
     */
    private boolean isWorthKeeping(Topic topic) {
        Topic family = topic.family();
        History history = topic.history();
        boolean isState = history != null && history.state() != null;
        return (isState || (family != null && family.hasSubscribers())) && !directory.isCrowded();
    }

    @Override
    public void close() {
        histories.close();
        encoder.close();
    }
}
