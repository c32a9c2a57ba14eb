package io.tickgate.core.broadcast;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.frame.SharedDeflater;
import io.tickgate.core.metrics.PublicationTimes;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.metrics.SlowPublications;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.MessageReader;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fan-out as a whole: one shard and one sequencer for each event loop, the directory of topics, and the broker in
 * front of them. Knows nothing of sockets, so a simulation runs it on loops of its own.
 */
public final class BroadcastEngine {
    private final List<Shard> shards = new ArrayList<>();
    private final Sequencer[] sequencers;
    private final TopicDirectory directory;
    private final SubscriberRegistry subscribers = new SubscriberRegistry();
    private final IngestBudget budget;
    private final LocalBroker broker;
    private final Publisher publisher;
    private final Latencies latencies;
    private final TopicCollector collector;
    private final TopicSurvey topics;
    private ModuleStore moduleStore;
    private final TopicTail tail;
    private final List<String> familyNames;
    private final Epochs epochs = new Epochs(newEpoch());
    private @Nullable BackboneLink link;

    /** A body in JSON is at most six times as long as the MessagePack that it was; the envelope comes to it. */
    private static final int FRAME_GROWTH_MAX = 8;

    /**
     * @param loops one shard each; at least one
     * @param senders how each shard reaches sockets
     */
    public BroadcastEngine(
            List<? extends EventExecutor> loops,
            EngineSettings settings,
            Clock clock,
            ByteBufAllocator allocator,
            BulkSender.Factory senders) {
        SlowPublications slow = new SlowPublications(settings.slowPublicationNanos(), clock.nanoTime());
        for (EventExecutor loop : loops) {
            shards.add(newShard(loop, loops.size(), settings, clock, allocator, senders.newSender(loop), slow));
        }
        latencies = new Latencies(shards);
        familyNames = TopicDirectory.names(settings.families());
        TopicShares shares = new TopicShares(settings.topicsPerAddressMax());
        directory = new TopicDirectory(settings.families(), shards, settings.topicsMax(), shares);
        budget = new IngestBudget(settings.ingestBytesMax());
        sequencers = new Sequencer[shards.size()];
        MessageReader[] readers = new MessageReader[shards.size()];
        for (Shard shard : shards) {
            SharedDeflater deflater = new SharedDeflater(settings.deflateLevel(), settings.deflateBytesMin());
            MessageReader reader = new MessageReader(settings.bodyLimits());
            // A frame of ours may be longer than what any publisher may send, having changed its format.
            FrameEncoder encoder = new FrameEncoder(
                    allocator,
                    deflater,
                    shard.counters(),
                    new MessageReader(settings.bodyLimits()
                            .withMessageBytesMax(FRAME_GROWTH_MAX * settings.publicationBytesMax())));
            HistoryStore histories =
                    new HistoryStore(settings.historyBytesMax() / shards.size(), encoder, shard.counters(), clock);
            RememberedKeys keys = new RememberedKeys(
                    Math.max(1, settings.idempotencyKeysMax() / shards.size()),
                    settings.idempotencyTtlNanos(),
                    shard.counters(),
                    clock);
            sequencers[shard.index()] =
                    new Sequencer(shard, shards, directory, encoder, histories, keys, budget, clock);
            readers[shard.index()] = reader;
        }
        broker = new LocalBroker(
                directory, shards, sequencers, subscribers, budget, epochs, settings.publicationBytesMax());
        publisher = new InProcessPublisher(broker, directory, readers);
        moduleStore = new LocalModuleStore(broker, directory);
        topics = new TopicSurvey(directory, shards);
        tail = new TopicTail(directory);
        collector = new TopicCollector(directory, sequencers, settings.topicIdleNanos(), clock);
    }

    private Shard newShard(
            EventExecutor loop,
            int loopCount,
            EngineSettings settings,
            Clock clock,
            ByteBufAllocator allocator,
            BulkSender bulk,
            SlowPublications slow) {
        ShardCounters counters = new ShardCounters(settings.families().size());
        TurnBatchPool batches = new TurnBatchPool(allocator);
        int scratchBytes = settings.turnBytesMax();
        TurnSender sender = new TurnSender(batches, counters, bulk, allocator, scratchBytes);
        PublicationTimes times = new PublicationTimes(TopicDirectory.names(settings.families()), counters, slow);
        JoinWait wait = new JoinWait(settings.joinWaitNanos(), clock.nanoTime());
        Turn turn = new Turn(loop, clock, counters, batches, sender, settings.turnBytesMax(), wait, times);
        Tickers tickers = new Tickers(
                loop, clock, counters, new CountedFrames(allocator), settings.conflationBytesMax() / loopCount);
        return new Shard(shards.size(), loop, counters, turn, tickers);
    }

    public List<Shard> shards() {
        return shards;
    }

    public TopicDirectory directory() {
        return directory;
    }

    public SubscriberRegistry subscribers() {
        return subscribers;
    }

    public LocalBroker broker() {
        return broker;
    }

    /** Where the application around the gateway publishes what is no module's. */
    public Publisher publisher() {
        return publisher;
    }

    /** Where modules publish what they keep. */
    public ModuleStore moduleStore() {
        return moduleStore;
    }

    /** What families are called, internal ones too, by the index under which loops count them. */
    public List<String> familyNames() {
        return familyNames;
    }

    /** How long publications take on their way. */
    public Latencies latencies() {
        return latencies;
    }

    /** Which topics there are, for an operator. */
    public TopicSurvey topics() {
        return topics;
    }

    /** What topics keep of their newest publications, for an operator. */
    public TopicTail tail() {
        return tail;
    }

    /** Asks {@code source} what topics stand for, from now on. Before the first subscriber comes. */
    public void useSnapshots(SnapshotSource source) {
        for (Sequencer sequencer : sequencers) {
            sequencer.useSnapshots(source);
        }
    }

    /** Ten characters, of which no two are alike: a position of an earlier run is never taken for one of this. */
    private static String newEpoch() {
        return Long.toString(new SecureRandom().nextLong(1L << 50, 1L << 51), Character.MAX_RADIX);
    }

    /** Under which epoch offsets are given. */
    public Epochs epochs() {
        return epochs;
    }

    /**
     * Shares topics with other gateways from now on. Before anything is published or subscribed to, and before modules are made.
     *
     * @param backbone started here, and closed by who made it
     */
    public void useBackbone(Backbone backbone) {
        AppliedListeners listeners = new AppliedListeners();
        AppendsInFlight appends = new AppendsInFlight(budget);
        ReplicaHome[] homes = new ReplicaHome[shards.size()];
        for (Shard shard : shards) {
            Sequencer sequencer = sequencers[shard.index()];
            homes[shard.index()] = new ReplicaHome(
                    shard,
                    sequencer,
                    backbone,
                    directory,
                    new ReplicaTopics(shard, sequencer, subscribers, listeners),
                    appends);
        }
        Restarts restarts = new Restarts(shards, homes, listeners);
        broker.useBackbone(homes, restarts::isUnderWay);
        BackboneLink tie = new BackboneLink(
                backbone,
                epochs,
                BroadcastEngine::newEpoch,
                List.copyOf(directory.families()),
                homes,
                restarts,
                appends);
        link = tie;
        Replica replica = new BackboneReplica(directory, homes, tie::restart);
        moduleStore = new SharedModuleStore(broker, directory, backbone, replica, listeners);
        tie.start(replica);
    }

    /** What topics are shared by; null for a gateway that stands alone. */
    public @Nullable Backbone backbone() {
        return link == null ? null : link.backbone();
    }

    /** Whether what topics are shared by is away. Any thread. */
    public boolean isDegraded() {
        return link != null && !link.backbone().health().isAvailable();
    }

    /** Publications that were sent to the backbone and are not answered; bounded by {@code limits.ingest-bytes-total}. */
    public int appendsInFlight() {
        return link == null ? 0 : link.appendsInFlight();
    }

    /** How often offsets began anew under another epoch. */
    public long restarts() {
        return link == null ? 0 : link.restarts();
    }

    /**
     * Forgets keys of publications whose time is over, and looks whether the backbone is there, and after what could not be had
     * of it. Ten times a second, on each shard's loop.
     */
    public void tick(Shard shard) {
        sequencers[shard.index()].forgetOldKeys();
        if (link != null) {
            link.tick(shard);
        }
    }

    /** Bytes on their way between event loops; bounded by {@code limits.ingest-bytes-total}. */
    public long ingestBytes() {
        return budget.bytes();
    }

    /** Drops topics that nobody uses, a few at a time. Always on the first shard's loop. */
    public void collectIdleTopics(long nowNanos) {
        assert shards.get(0).isCurrent();
        collector.tick(nowNanos);
    }

    /** Sends what waits in one shard and gives its memory back. On that shard's loop, after its last session. */
    public void close(Shard shard) {
        shard.close();
        sequencers[shard.index()].close();
    }
}
