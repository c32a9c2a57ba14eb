package io.tickgate.core.broadcast;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The store of a gateway with a backbone: brings each call to the home loop of its topic, and the answer back. */
final class SharedModuleStore implements ModuleStore {
    private final LocalBroker broker;
    private final TopicDirectory directory;
    private final Backbone backbone;
    private final Replica replica;
    private final BiConsumer<String, ReplicaListener> follower;

    SharedModuleStore(
            LocalBroker broker,
            TopicDirectory directory,
            Backbone backbone,
            Replica replica,
            BiConsumer<String, ReplicaListener> follower) {
        this.broker = broker;
        this.directory = directory;
        this.backbone = backbone;
        this.replica = replica;
        this.follower = follower;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean isAvailable() {
        return backbone.health().isAvailable();
    }

    @Override
    public void follow(String family, ReplicaListener listener) {
        follower.accept(family, listener);
    }

    @Override
    public void place(String channel, Shard caller, Placing answer) {
        Consumer<TopicDirectory.Refusal> refused =
                refusal -> caller.execute(() -> answer.onRefused(refusal.code(), refusal.detail()));
        atHome(channel, refused, topic -> backbone.follow(topic, new Backbone.Answer() {
            @Override
            public void onDone() {
                long offset = replica.offset(topic);
                caller.execute(() -> answer.onPlaced(offset));
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                refused.accept(refusal);
            }
        }));
    }

    @Override
    public void append(String channel, Draft draft, Treatment treatment, Shard caller, Appending answer) {
        Draft owned = draft.owned();
        Consumer<TopicDirectory.Refusal> refused =
                refusal -> caller.execute(() -> answer.onRefused(refusal.code(), refusal.detail()));
        atHome(channel, refused, topic -> backbone.append(topic, owned, new Backbone.AppendReply() {
            @Override
            public void onAppended(long offset, long epochMicros) {
                Topic family = topic.family();
                int recipients = topic.subscriberCount() + (family == null ? 0 : family.subscriberCount());
                caller.execute(() -> answer.onAppended(offset, recipients));
            }

            @Override
            public void onConflict(long lastOffset) {
                caller.execute(() -> answer.onConflict(lastOffset));
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                refused.accept(refusal);
            }
        }));
    }

    @Override
    public void forget(String channel, Shard caller, Backbone.Answer answer) {
        Consumer<TopicDirectory.Refusal> refused = refusal -> caller.execute(() -> answer.onRefused(refusal));
        atHome(channel, refused, topic -> backbone.forget(topic, new Backbone.Answer() {
            @Override
            public void onDone() {
                caller.execute(answer::onDone);
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                refused.accept(refusal);
            }
        }));
    }

    @Override
    public void readTable(String channel, String table, Shard caller, Backbone.Rows answer) {
        Consumer<TopicDirectory.Refusal> refused = refusal -> caller.execute(() -> answer.onRefused(refusal));
        atHome(channel, refused, topic -> backbone.readTable(topic, table, new Backbone.Rows() {
            @Override
            public void onRead(List<Backbone.Row> rows) {
                caller.execute(() -> answer.onRead(rows));
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                refused.accept(refusal);
            }
        }));
    }

    /** The topic is looked up there, where alone it is collected. */
    private void atHome(String channel, Consumer<TopicDirectory.Refusal> refused, Consumer<Topic> task) {
        directory.homeOf(channel).execute(() -> {
            Topic topic = directory.resolveAny(channel);
            if (topic == null) {
                refused.accept(directory.full());
            } else {
                task.accept(topic);
            }
        });
    }
}
