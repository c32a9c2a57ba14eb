package io.tickgate.core.feed.status;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.BroadcastEngine;
import io.tickgate.core.broadcast.Loops;
import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.core.broadcast.Publisher.Published;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.SnapshotSource;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.time.Clock;
import io.tickgate.protocol.codec.SystemStatusCodec;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.StatusFields;
import io.tickgate.protocol.message.SystemFigures;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes {@code system_status_update} while anybody is subscribed to {@code system_status}, and greets every new
 * subscriber with the newest one. Fields that a publisher hands in stand for the gateway's own until the next are handed
 * in, at most {@link StatusSettings#ingestNanos}; the number of connections is always the gateway's.
 *
 * <p><b>Owner:</b> the state belongs to the home shard of {@link #CHANNEL}; what any thread may call says so.
 * <p><b>Bound:</b> one set of fields, no larger than one publication.
 */
public final class SystemStatusFeed implements SnapshotSource {
    /** The only channel this publishes to. */
    public static final String CHANNEL = "system_status";

    private final BroadcastEngine engine;
    private final Shard home;
    private final Clock clock;
    private final ProcessLoad load;
    private final IntSupplier activeBacktests;
    private final StatusSettings settings;
    private final SystemStatusCodec codec;

    private StatusFields supplied = StatusFields.NONE;
    private long suppliedUntilNanos;
    private double cpuPercent;
    private double memoryMebibytes;
    private long dueNanos;

    /**
     * A feed that waits for its first {@link #tick}.
     *
     * @param activeBacktests called on the home shard's loop
     * @param limits of what is handed in
     */
    public SystemStatusFeed(
            BroadcastEngine engine,
            Clock clock,
            ProcessLoad load,
            IntSupplier activeBacktests,
            StatusSettings settings,
            WireLimits limits) {
        this.engine = engine;
        this.home = engine.directory().homeOf(CHANNEL);
        this.clock = clock;
        this.load = load;
        this.activeBacktests = activeBacktests;
        this.settings = settings;
        this.codec = new SystemStatusCodec(limits);
        this.cpuPercent = load.cpuPercent();
        this.memoryMebibytes = load.memoryMebibytes();
        this.dueNanos = clock.nanoTime() + settings.intervalNanos();
    }

    /** Lets the feed look at the clock; called on every shard's loop a few times a second. */
    public void tick(Shard shard, long nowNanos) {
        if (shard != home || nowNanos - dueNanos < 0) {
            return;
        }
        // From now on, not from when it was due: after a pause of the process there is nothing to catch up with.
        dueNanos = nowNanos + settings.intervalNanos();
        cpuPercent = load.cpuPercent();
        memoryMebibytes = load.memoryMebibytes();
        Topic topic = engine.directory().find(CHANNEL);
        if (topic != null && topic.hasSubscribers()) {
            publishNow(new PublishReply() {
                @Override
                public void onPublished(long offset, int recipientCount) {
                    // Nobody waits for this.
                }

                @Override
                public void onRefused(ErrorCode code, String detail) {
                    // Too large with what was handed in: the gateway's own figures are still worth telling.
                    supplied = StatusFields.NONE;
                }
            });
        }
    }

    @Override
    public @Nullable ServerMessage greeting(String channel) {
        if (!channel.equals(CHANNEL)) {
            return null;
        }
        assert home.isCurrent();
        return new UpdateMessage.SystemStatusUpdate(status(), clock.millis(), null);
    }

    @Override
    public @Nullable ServerMessage snapshot(String channel, int points) {
        return greeting(channel);
    }

    /**
     * Takes the {@code status} of a command, and publishes at once. Any thread.
     *
     * @param status borrowed for the call
     * @param replyOn where {@code reply} runs
     */
    public void ingest(MessageBody status, EventExecutor replyOn, StatusReply reply) {
        MessageBody owned = status.copy();
        ingest(owned.length(), () -> codec.read(owned), replyOn, reply);
    }

    /**
     * Takes a document that is a status, or holds one as its field {@code status}, and publishes at once. Any thread.
     *
     * @param document not touched afterwards by the caller
     * @param replyOn where {@code reply} runs
     */
    public void ingest(WireFormat format, byte[] document, EventExecutor replyOn, StatusReply reply) {
        ingest(document.length, () -> codec.readDocument(format, document), replyOn, reply);
    }

    /**
     * Publishes from inside this process. Any thread.
     *
     * @param json a status, partial, as one JSON object; not touched afterwards by the caller
     * @return completes on an event loop; fails with {@link PublishException} when a field is not as it must be
     */
    public CompletionStage<Published> publish(byte[] json) {
        CompletableFuture<Published> future = new CompletableFuture<>();
        ingest(WireFormat.JSON, json, home.loop(), new StatusReply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                future.complete(new Published(offset, recipientCount));
            }

            @Override
            public void onRefused(WireException fault) {
                future.completeExceptionally(new PublishException(fault));
            }
        });
        return future;
    }

    /** Reads what was handed in. */
    private interface Input {
        StatusFields read() throws WireException;
    }

    private void ingest(int bytes, Input input, EventExecutor replyOn, StatusReply reply) {
        StatusReply there = replyOn == home.loop() ? reply : new ReplyElsewhere(replyOn, reply);
        engine.broker().handOver(home, bytes, () -> ingestAtHome(input, there));
    }

    private void ingestAtHome(Input input, StatusReply reply) {
        StatusFields before = supplied;
        long beforeUntilNanos = suppliedUntilNanos;
        try {
            supplied = input.read();
        } catch (WireException e) {
            reply.onRefused(e);
            return;
        }
        suppliedUntilNanos = clock.nanoTime() + settings.ingestNanos();
        publishNow(new PublishReply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                reply.onPublished(offset, recipientCount);
            }

            @Override
            public void onRefused(ErrorCode code, String detail) {
                supplied = before;
                suppliedUntilNanos = beforeUntilNanos;
                reply.onRefused(new WireException(code, detail));
            }
        });
    }

    private void publishNow(PublishReply reply) {
        assert home.isCurrent();
        try {
            MessageBody update = codec.update(status(), clock.millis());
            engine.broker().publish(CHANNEL, update, PublishOptions.NONE, home.loop(), reply);
        } catch (WireException e) {
            reply.onRefused(e.code(), e.text());
        }
    }

    private MessageBody status() {
        if (clock.nanoTime() - suppliedUntilNanos >= 0) {
            supplied = StatusFields.NONE;
        }
        return codec.status(
                new SystemFigures(connections(), cpuPercent, memoryMebibytes, activeBacktests.getAsInt()), supplied);
    }

    private int connections() {
        long sum = 0;
        for (Shard shard : engine.shards()) {
            sum += shard.counters().get(Counter.CONNECTIONS);
        }
        return (int) sum;
    }

    private record ReplyElsewhere(EventExecutor executor, StatusReply reply) implements StatusReply {
        @Override
        public void onPublished(long offset, int recipientCount) {
            Loops.run(executor, () -> reply.onPublished(offset, recipientCount));
        }

        @Override
        public void onRefused(WireException fault) {
            Loops.run(executor, () -> reply.onRefused(fault));
        }
    }
}
