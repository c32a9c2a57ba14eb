package io.tickgate.core.broadcast;

import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.Via;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of one home as gateways share them: publications are appended to the {@link Backbone}, and whatever it numbers,
 * here or elsewhere, is delivered in the order of its offsets. Families that need none, now or ever, are numbered by the
 * home's own sequencer.
 *
 * <p><b>Owner:</b> the home shard. <b>Bound:</b> appends under way count against {@code limits.ingest-bytes-total}; those who
 * wait for a topic are subscribe commands, of which a session has one.
 */
final class ReplicaHome implements Numbering {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaHome.class);
    private static final int ATTEMPTS_MAX = 4;

    private final Shard shard;
    private final Sequencer sequencer;
    private final Backbone backbone;
    private final TopicDirectory directory;
    private final ReplicaTopics topics;
    private final AppendsInFlight appends;
    private final HistoryFiller filler;
    private final Map<Topic, List<Prepared>> follows = new HashMap<>();
    /** What goes on when the restart is over that is under way. */
    private final ArrayDeque<Runnable> suspended = new ArrayDeque<>(0);
    /** What is tried again when the backbone is there. */
    private List<Runnable> patient = new ArrayList<>(0);

    /** Restarts that are under way. */
    private int suspensions;

    private boolean isAlone;

    ReplicaHome(
            Shard shard,
            Sequencer sequencer,
            Backbone backbone,
            TopicDirectory directory,
            ReplicaTopics topics,
            AppendsInFlight appends) {
        this.shard = shard;
        this.sequencer = sequencer;
        this.backbone = backbone;
        this.directory = directory;
        this.topics = topics;
        this.appends = appends;
        this.filler = new HistoryFiller(sequencer, backbone, topics::exclusion);
    }

    /** Whether this gateway numbers {@code topic} by itself now. */
    boolean isOwn(Topic topic) {
        return topic.backboneUse() == BackboneUse.NONE || (isAlone && topic.backboneUse() == BackboneUse.PREFERRED);
    }

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
        assert shard.isCurrent();
        if (isOwn(topic) && !isSuspended()) {
            sequencer.publish(topic, body, treatment, via, key, ingestNanos, reply);
            return;
        }
        if (isOwn(topic)) {
            reply.onRefused(ErrorCode.UNAVAILABLE, "the gateway is changing to another epoch");
            return;
        }
        sequencer.check(topic, body);
        Exclusion exclusion = treatment.exclusion();
        Draft draft = new Draft(
                body.copy(),
                treatment.mayConflate(),
                treatment.urgent(),
                exclusion == null ? null : exclusion.connectionId(),
                Draft.ANY,
                key,
                List.of());
        append(topic, draft, via, new Backbone.AppendReply() {
            @Override
            public void onAppended(long offset, long epochMicros) {
                reply.onPublished(offset, sequencer.recipients(topic));
            }

            @Override
            public void onDuplicate(long offset, long epochMicros) {
                reply.onDuplicate(offset);
            }

            @Override
            public void onConflict(long lastOffset) {
                reply.onRefused(ErrorCode.INTERNAL_ERROR, "another publication came first");
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                reply.onRefused(refusal.code(), refusal.detail());
            }
        });
    }

    /** Has one publication numbered. Where the gateway does that by itself, nothing is kept of the draft's rows. */
    void append(Topic topic, Draft draft, Via via, Backbone.AppendReply reply) {
        assert shard.isCurrent();
        if (isOwn(topic)) {
            publishAlone(topic, draft, via, reply);
            return;
        }
        int bytes = draft.body().length();
        appends.begin(bytes);
        backbone.append(topic, draft, new Backbone.AppendReply() {
            @Override
            public void onAppended(long offset, long epochMicros) {
                appends.end(bytes);
                directory.onPublished(topic);
                shard.counters().onPublished(topic.familyIndex(), via);
                reply.onAppended(offset, epochMicros);
            }

            @Override
            public void onDuplicate(long offset, long epochMicros) {
                appends.end(bytes);
                shard.counters().increment(Counter.DUPLICATES);
                reply.onDuplicate(offset, epochMicros);
            }

            @Override
            public void onConflict(long lastOffset) {
                appends.end(bytes);
                reply.onConflict(lastOffset);
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                appends.end(bytes);
                reply.onRefused(refusal);
            }
        });
    }

    private void publishAlone(Topic topic, Draft draft, Via via, Backbone.AppendReply reply) {
        long last = sequencer.position(topic);
        if (draft.expected() != Draft.ANY && draft.expected() != last) {
            reply.onConflict(last);
            return;
        }
        long epochMicros = sequencer.epochMicros();
        StoredPublication stored = new StoredPublication(
                last + 1,
                epochMicros,
                draft.body(),
                draft.mayConflate(),
                draft.urgent(),
                draft.exclude(),
                draft.note(),
                true);
        Treatment treatment = Treatment.of(topics.exclusion(topic, stored), draft.mayConflate(), draft.urgent());
        try {
            publish(topic, draft.body(), treatment, via, draft.key(), 0, new PublishReply() {
                @Override
                public void onPublished(long offset, int recipientCount) {
                    topics.tellApplied(topic, stored);
                    reply.onAppended(offset, epochMicros);
                }

                @Override
                public void onDuplicate(long offset) {
                    reply.onDuplicate(offset, epochMicros);
                }

                @Override
                public void onRefused(ErrorCode code, String detail) {
                    reply.onRefused(new TopicDirectory.Refusal(code, detail));
                }
            });
        } catch (WireException e) {
            reply.onRefused(new TopicDirectory.Refusal(e.code(), e.text()));
        }
    }

    @Override
    public void forgetHistory(Topic topic) {
        if (isOwn(topic)) {
            sequencer.forgetHistory(topic);
            return;
        }
        backbone.forget(topic, new Backbone.Answer() {
            @Override
            public void onDone() {}

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                LOG.warn("what was published to {} is still kept: {}", topic, refusal.detail());
            }
        });
    }

    @Override
    public void prepare(Topic topic, StartAt start, Prepared then) {
        assert shard.isCurrent();
        prepare(topic, start, then, 1);
    }

    private void prepare(Topic topic, StartAt start, Prepared then, int attempt) {
        if (isSuspended()) {
            suspended.add(() -> prepare(topic, start, then, 1));
        } else if (topic.isCollected() || isOwn(topic)) {
            then.onPrepared(null);
        } else if (attempt > ATTEMPTS_MAX) {
            giveUp(topic, start, then, new TopicDirectory.Refusal(ErrorCode.UNAVAILABLE, "the topic comes and goes"));
        } else {
            follow(topic, refusal -> {
                if (refusal != null) {
                    giveUp(topic, start, then, refusal);
                } else {
                    filler.fill(topic, start, unread -> {
                        if (unread != null) {
                            giveUp(topic, start, then, unread);
                        } else if (isReady(topic)) {
                            then.onPrepared(null);
                        } else {
                            // It was unplaced meanwhile.
                            prepare(topic, start, then, attempt + 1);
                        }
                    });
                }
            });
        }
    }

    private boolean isSuspended() {
        return suspensions > 0;
    }

    private boolean isReady(Topic topic) {
        return !isSuspended() && (topic.isCollected() || topic.isPlaced());
    }

    private void giveUp(Topic topic, StartAt start, Prepared then, TopicDirectory.Refusal refusal) {
        if (start.isPatient()) {
            patient.add(() -> prepare(topic, start, then, 1));
        } else {
            then.onPrepared(refusal);
        }
    }

    private void follow(Topic topic, Prepared then) {
        List<Prepared> asked = follows.get(topic);
        if (asked != null) {
            asked.add(then);
            return;
        }
        List<Prepared> first = new ArrayList<>(1);
        first.add(then);
        follows.put(topic, first);
        backbone.follow(topic, new Backbone.Answer() {
            @Override
            public void onDone() {
                onFollowed(topic, null);
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                onFollowed(topic, refusal);
            }
        });
    }

    private void onFollowed(Topic topic, TopicDirectory.@Nullable Refusal refusal) {
        List<Prepared> asked = follows.remove(topic);
        if (asked != null) {
            asked.forEach(then -> then.onPrepared(refusal));
        }
    }

    /** What it has heard of topics. */
    ReplicaTopics topics() {
        return topics;
    }

    /** See {@link Replica#place}. */
    void place(Topic topic, long offset, @Nullable StoredPublication newest) {
        if (!isSuspended() && !isOwn(topic)) {
            topics.place(topic, offset, newest);
        }
    }

    /**
     * Forgets where topics are, and answers no subscriber until {@link #resume}.
     *
     * @param alone whether families that may do without the backbone do so from now on; null where nothing changes in that
     */
    void suspend(Predicate<Topic> affected, @Nullable Boolean alone) {
        assert shard.isCurrent();
        suspensions++;
        if (alone != null) {
            isAlone = alone;
        }
        directory.forEachOf(shard, topic -> {
            if (affected.test(topic)) {
                topics.unplace(topic);
                sequencer.forgetHistory(topic);
            }
        });
    }

    /** Ends {@link #suspend}: everybody here who is subscribed knows. */
    void resume() {
        assert shard.isCurrent();
        suspensions--;
        if (isSuspended()) {
            return;
        }
        List<Runnable> tasks = List.copyOf(suspended);
        suspended.clear();
        tasks.forEach(Runnable::run);
    }

    /** Looks again after what could not be had. */
    void tick() {
        assert shard.isCurrent();
        if (!isSuspended() && !patient.isEmpty() && backbone.health().isAvailable()) {
            List<Runnable> tasks = patient;
            patient = new ArrayList<>(0);
            tasks.forEach(Runnable::run);
        }
    }
}
