package io.tickgate.core.broadcast;

import io.tickgate.core.frame.Encoding;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Via;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.wire.IndexedValues;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of every topic whose home is this shard: gives offsets, encodes, hands over to the shards that have
 * subscribers.
 *
 * <p><b>Owner:</b> the home shard's loop. <b>Cost:</b> per publication, whatever the number of subscribers: each encoding
 * that is needed once, the indexed members once where somebody has a filter, and one hand-over per other shard.
 */
final class Sequencer implements AutoCloseable {
    private final Shard shard;
    private final List<Shard> shards;
    private final TopicDirectory directory;
    private final FrameEncoder encoder;
    private final HistoryStore histories;
    private final IngestBudget budget;
    private final Clock clock;

    /** No topic of this home starts at or below it: the largest offset of any collected one. */
    private long offsetFloor;

    private final Replays replays;
    private final SnapshotPages pages;

    Sequencer(
            Shard shard,
            List<Shard> shards,
            TopicDirectory directory,
            FrameEncoder encoder,
            HistoryStore histories,
            IngestBudget budget,
            Clock clock) {
        this.shard = shard;
        this.shards = shards;
        this.directory = directory;
        this.encoder = encoder;
        this.histories = histories;
        this.budget = budget;
        this.clock = clock;
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

    /** The newest publication of {@code topic} stands for nothing any more. */
    void endState(Topic topic) {
        assert shard.isCurrent();
        History history = topic.history();
        if (history != null) {
            histories.endState(history);
        }
    }

    /** Nothing that was published to {@code topic} so far is replayed; who asks for it is told that it is gone. */
    void forgetHistory(Topic topic) {
        assert shard.isCurrent();
        History history = topic.history();
        if (history != null) {
            histories.forget(history);
        }
    }

    /**
     * Numbers, keeps and hands over one message.
     *
     * @param body borrowed
     * @param treatment who is excluded is counted in the reply all the same
     * @param via how it came
     * @param ingestNanos when the broker was handed it; 0 for now
     * @throws WireException when the body cannot be encoded as somebody needs it; then no offset was used
     * @throws OutOfMemoryError when there is no direct memory for the frames; then no offset was used either
     */
    void publish(Topic topic, MessageBody body, Treatment treatment, Via via, long ingestNanos, PublishReply reply)
            throws WireException {
        assert shard.isCurrent() && !topic.isCollected();
        long sequencedNanos = clock.nanoTime();
        topic.startAbove(offsetFloor, sequencedNanos);
        long needs = 0;
        int recipients = 0;
        for (int i = 0; i < shards.size(); i++) {
            BroadcastGroup own = topic.group(i);
            BroadcastGroup ofFamily = familyGroup(topic, i);
            needs |= needs(own) | needs(ofFamily);
            recipients += size(own) + size(ofFamily);
        }
        long offset = topic.offset() + 1;
        long epochMicros = clock.epochMicros();
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
            shard.counters().onPublished(topic.familyIndex(), via);
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
        reply.onPublished(offset, recipients);
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
