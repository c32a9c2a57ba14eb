package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.metrics.Via;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.wire.WireException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker of a gateway that stands alone: brings every publication and every new subscriber to the topic's home shard.
 * A caller on that shard is served at once; any other goes through the home's queue, which keeps one caller's order.
 *
 * <p>Any thread.
 */
public final class LocalBroker implements Broker {
    /** What the envelope adds at most, beside the channel's name: four fields, their names, a time and two numbers. */
    private static final int ENVELOPE_BYTES_MAX = 160;

    static final TopicDirectory.Refusal STOPPED =
            new TopicDirectory.Refusal(ErrorCode.UNAVAILABLE, "the gateway is stopping");
    private static final Logger LOG = LoggerFactory.getLogger(LocalBroker.class);
    private static final String NO_MEMORY = "the gateway has no direct memory left (limits.memory)";

    private final TopicDirectory directory;
    private final List<Shard> shards;
    private final Sequencer[] sequencers;
    /** Those who number for each home: the sequencers, unless {@link #useBackbone} says otherwise. */
    private final Numbering[] numberings;

    private final SubscriberRegistry subscribers;
    private final IngestBudget budget;
    private final Epochs epochs;
    private final int publicationBytesMax;
    private final SnapshotDesk[] desks;
    private boolean clustered;
    private volatile boolean stopped;

    LocalBroker(
            TopicDirectory directory,
            List<Shard> shards,
            Sequencer[] sequencers,
            SubscriberRegistry subscribers,
            IngestBudget budget,
            Epochs epochs,
            int publicationBytesMax) {
        this.directory = directory;
        this.shards = shards;
        this.sequencers = sequencers;
        this.numberings = Arrays.copyOf(sequencers, sequencers.length, Numbering[].class);
        this.subscribers = subscribers;
        this.budget = budget;
        this.epochs = epochs;
        this.publicationBytesMax = publicationBytesMax;
        this.desks = new SnapshotDesk[shards.size()];
        Arrays.setAll(desks, index -> new SnapshotDesk(shards.get(index), shards, sequencers));
    }

    /** Has publications numbered by what gateways share. Before the first one, and before the first subscriber. */
    void useBackbone(Numbering[] byHome) {
        System.arraycopy(byHome, 0, numberings, 0, numberings.length);
        clustered = true;
    }

    /**
     * Takes nothing more to publish: subscribers are about to be told goodbye, and nobody may be told that his message
     * was published to them. What has an offset already is delivered.
     */
    public void stop() {
        stopped = true;
    }

    @Override
    public void publish(
            String channel, MessageBody body, PublishOptions options, EventExecutor replyOn, PublishReply reply) {
        Topic topic = directory.resolve(channel);
        if (topic == null) {
            refuse(directory.refusal(channel), replyOn, reply);
            return;
        }
        Subscriber excluded = excluded(options);
        publish(
                topic,
                body,
                treatment(options, excluded),
                options.via(),
                options.idempotencyKey(),
                excluded,
                replyOn,
                reply);
    }

    /** Where gateways share topics, a connection that is none of this one's may be another's. */
    private Treatment treatment(PublishOptions options, @Nullable Subscriber excluded) {
        String id = options.exclude();
        boolean isAnybody = id != null && (clustered || excluded != null);
        return Treatment.of(options, isAnybody && id != null ? Exclusion.of(id, excluded) : null);
    }

    private @Nullable Subscriber excluded(PublishOptions options) {
        return options.exclude() == null ? null : subscribers.find(options.exclude());
    }

    /**
     * Numbers a message of the gateway's own and sends it to everybody who is subscribed and not excluded. The reply counts
     * those who are excluded as well.
     *
     * @param body borrowed for the call only
     * @param replyOn where {@code reply} runs: at once when the caller is that loop and the topic's home
     */
    public void publish(Topic topic, MessageBody body, Treatment treatment, EventExecutor replyOn, PublishReply reply) {
        publish(topic, body, treatment, Via.MODULE, null, null, replyOn, reply);
    }

    /** @param uncounted a subscriber whom the reply leaves out, where there is exactly one who is excluded */
    private void publish(
            Topic topic,
            MessageBody body,
            Treatment treatment,
            Via via,
            @Nullable String key,
            @Nullable Subscriber uncounted,
            EventExecutor replyOn,
            PublishReply reply) {
        Shard home = topic.home();
        if (home.isCurrent() && home.loop() == replyOn) {
            publishAtHome(topic, body, treatment, via, key, uncounted, 0, replyOn, reply);
            return;
        }
        long ingestNanos = home.nanoTime();
        MessageBody owned = body.copy();
        handOver(
                home,
                owned.length(),
                () -> publishAtHome(topic, owned, treatment, via, key, uncounted, ingestNanos, replyOn, reply));
    }

    private void publishAtHome(
            Topic topic,
            MessageBody body,
            Treatment treatment,
            Via via,
            @Nullable String key,
            @Nullable Subscriber uncounted,
            long ingestNanos,
            EventExecutor replyOn,
            PublishReply reply) {
        if (stopped) {
            refuse(STOPPED, replyOn, reply);
            return;
        }
        Topic live = topic;
        if (topic.isCollected()) {
            // Dropped between the look-up and now; the name has the same home in its next life.
            live = directory.resolveAny(topic.name());
            if (live == null) {
                refuse(directory.full(), replyOn, reply);
                return;
            }
        }
        int encodedBytesMax = encodedBytesMax(live, body);
        if (encodedBytesMax > publicationBytesMax) {
            refuse(tooLarge(encodedBytesMax), replyOn, reply);
            return;
        }
        PublishReply replyThere = replyOn.inEventLoop() ? reply : new ReplyElsewhere(replyOn, reply);
        PublishReply counted = uncounted == null ? replyThere : new ReplyWithout(uncounted, live, replyOn, reply);
        try {
            numberings[live.home().index()].publish(live, body, treatment, via, key, ingestNanos, counted);
        } catch (WireException e) {
            replyThere.onRefused(e.code(), e.text());
        } catch (OutOfMemoryError e) {
            replyThere.onRefused(ErrorCode.UNAVAILABLE, NO_MEMORY);
        }
    }

    /**
     * Has a draft of a module's own numbered by what gateways share, and what it keeps of it kept with it. On the topic's home,
     * of a gateway that has a {@link Backbone}.
     *
     * @param draft with {@link Draft#rows} that are kept only where the backbone numbers it
     */
    void append(Topic topic, Draft draft, Backbone.AppendReply reply) {
        if (stopped) {
            reply.onRefused(STOPPED);
        } else if (topic.isCollected()) {
            Topic live = directory.resolveAny(topic.name());
            if (live == null) {
                reply.onRefused(directory.full());
            } else {
                append(live, draft, reply);
            }
        } else if (encodedBytesMax(topic, draft.body()) > publicationBytesMax) {
            reply.onRefused(tooLarge(encodedBytesMax(topic, draft.body())));
        } else if (numberings[topic.homeIndex()] instanceof ReplicaHome home) {
            home.append(topic, draft, Via.MODULE, reply);
        } else {
            throw new IllegalStateException("no backbone");
        }
    }

    /** How many are subscribed to {@code topic} here, by its name or its family. On its home. */
    int recipients(Topic topic) {
        return sequencers[topic.homeIndex()].recipients(topic);
    }

    private static int encodedBytesMax(Topic topic, MessageBody body) {
        return body.length() + topic.nameUtf8().length + ENVELOPE_BYTES_MAX;
    }

    private TopicDirectory.Refusal tooLarge(int encodedBytesMax) {
        return new TopicDirectory.Refusal(
                ErrorCode.MESSAGE_TOO_LARGE,
                "a publication may take " + publicationBytesMax
                        + " bytes with its envelope (limits.max-publication-bytes), this one takes up to "
                        + encodedBytesMax);
    }

    /**
     * Runs {@code task} on a topic's home: at once when that is the caller, else on the way it counts as {@code bytes}
     * against {@code limits.ingest-bytes-total}.
     *
     * @param bytes what the task holds on to
     */
    public void handOver(Shard home, int bytes, Runnable task) {
        if (home.isCurrent()) {
            task.run();
            return;
        }
        budget.add(bytes);
        home.loop().execute(() -> {
            try {
                task.run();
            } finally {
                budget.release(bytes);
            }
        });
    }

    private static void refuse(TopicDirectory.Refusal refusal, EventExecutor replyOn, PublishReply reply) {
        Loops.run(replyOn, () -> reply.onRefused(refusal.code(), refusal.detail()));
    }

    /**
     * Finds where {@code subscriber} enters {@code topic}. Call on the subscriber's shard.
     *
     * @param terms on which it wants what is live
     * @param start where it wants to begin; a position that the topic has not reached yet is refused
     * @param listener called at once when the topic's home is that shard and no other can have anything for it on the
     *     way, else in a later task
     */
    public void attach(Topic topic, Subscriber subscriber, Terms terms, StartAt start, AttachListener listener) {
        Shard shard = subscriber.shard();
        shard.expect(topic, terms.needs(subscriber.kind()));
        if (topic.family() == null) {
            // A family's publications come from the homes of all its members. One that was numbered before this shard
            // expected the family must not follow the placing, or the next ones, which nobody here was owed, are a
            // hole.
            HandOverBarrier.pass(shard, shards, () -> askHome(topic, subscriber, terms, start, listener));
        } else {
            askHome(topic, subscriber, terms, start, listener);
        }
    }

    private void askHome(Topic topic, Subscriber subscriber, Terms terms, StartAt start, AttachListener listener) {
        Shard shard = subscriber.shard();
        topic.home()
                .execute(() -> numberings[topic.home().index()].prepare(topic, start, refusal -> {
                    Runnable answer = refusal == null
                            ? answerAtHome(topic, subscriber, terms, start, listener)
                            : refusal(topic, shard, listener, refusal);
                    shard.execute(answer);
                }));
    }

    /** On the home shard. @return what the subscriber's shard does next */
    private Runnable answerAtHome(
            Topic topic, Subscriber subscriber, Terms terms, StartAt wished, AttachListener listener) {
        Shard shard = subscriber.shard();
        if (topic.isCollected()) {
            return () -> {
                shard.arrived(topic);
                attachAgain(topic.name(), subscriber, terms, wished, listener);
            };
        }
        Sequencer sequencer = sequencers[topic.home().index()];
        long offset = sequencer.position(topic);
        String epoch = epochs.of(topic.name());
        StartAt start = wished.under(epoch);
        if (start.offset() > offset) {
            return refusal(topic, shard, listener, notReached(topic, offset));
        }
        Replay replay;
        try {
            replay = sequencer.replay(topic, start, subscriber, terms);
        } catch (OutOfMemoryError e) {
            return refusal(topic, shard, listener, new TopicDirectory.Refusal(ErrorCode.UNAVAILABLE, NO_MEMORY));
        } catch (RuntimeException e) {
            // Whatever went wrong, the subscriber waits for an answer, and its other commands wait for that.
            LOG.error("{} cannot be replayed", topic, e);
            return refusal(
                    topic,
                    shard,
                    listener,
                    new TopicDirectory.Refusal(ErrorCode.INTERNAL_ERROR, "what came before cannot be replayed"));
        }
        return () -> {
            listener.onAttached(topic, epoch, offset, replay);
            shard.arrived(topic);
        };
    }

    private static Runnable refusal(Topic topic, Shard shard, AttachListener listener, TopicDirectory.Refusal refusal) {
        return () -> {
            shard.arrived(topic);
            listener.onRefused(topic.name(), refusal);
        };
    }

    /** Where the subscribers of {@code shard} ask for newest values of families. */
    public SnapshotDesk snapshots(Shard shard) {
        return desks[shard.index()];
    }

    /** What {@code channel} stood for is over: its newest publication is a snapshot no more. On its home shard. */
    public void endState(String channel) {
        Topic topic = directory.find(channel);
        if (topic != null) {
            sequencers[topic.home().index()].endState(topic);
        }
    }

    /** What was published to {@code channel} is not replayed any more; its offsets go on. On its home shard. */
    public void forgetHistory(String channel) {
        Topic topic = directory.find(channel);
        if (topic != null) {
            numberings[topic.home().index()].forgetHistory(topic);
        }
    }

    private static TopicDirectory.Refusal notReached(Topic topic, long offset) {
        return new TopicDirectory.Refusal(
                ErrorCode.INVALID_POSITION, "the last offset of \"" + topic.name() + "\" is " + offset);
    }

    private void attachAgain(String name, Subscriber subscriber, Terms terms, StartAt start, AttachListener listener) {
        Topic next = directory.resolveAny(name);
        if (next == null) {
            listener.onRefused(name, directory.full());
        } else {
            attach(next, subscriber, terms, start, listener);
        }
    }

    /**
     * Publishes what the application around the gateway says. On the topic's home, where the reply runs as well.
     *
     * @param body borrowed for the call only
     * @param ingestNanos when it was handed in
     */
    void publishFromInside(
            Topic topic, MessageBody body, PublishOptions options, long ingestNanos, PublishReply reply) {
        Subscriber excluded = excluded(options);
        publishAtHome(
                topic,
                body,
                treatment(options, excluded),
                Via.JAVA,
                options.idempotencyKey(),
                excluded,
                ingestNanos,
                topic.homeLoop(),
                reply);
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public boolean isCongested() {
        return budget.isExceeded();
    }

    @Override
    public void whenRelieved(EventExecutor executor, Runnable task) {
        budget.whenRelieved(executor, task);
    }
}
