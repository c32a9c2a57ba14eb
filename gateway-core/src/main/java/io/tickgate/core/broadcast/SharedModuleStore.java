package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.protocol.message.ErrorCode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The store of a gateway with a backbone: brings each call to the home loop of its topic, and the answer back. */
final class SharedModuleStore implements ModuleStore {
    /** How long until a family that could not be followed is tried again. */
    private static final long RETRY_MILLIS = 500;

    private static final TopicDirectory.Refusal COMES_AND_GOES = new TopicDirectory.Refusal(
            ErrorCode.UNAVAILABLE, "what gateways share has become another one just now; try again");

    private final LocalBroker broker;
    private final TopicDirectory directory;
    private final Backbone backbone;
    private final Replica replica;
    private final AppliedListeners listeners;

    SharedModuleStore(
            LocalBroker broker,
            TopicDirectory directory,
            Backbone backbone,
            Replica replica,
            AppliedListeners listeners) {
        this.broker = broker;
        this.directory = directory;
        this.backbone = backbone;
        this.replica = replica;
        this.listeners = listeners;
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
    public void follow(String family, AppliedListener listener, Runnable followed) {
        Topic topic = directory.find(family);
        if (topic == null) {
            throw new IllegalArgumentException("there is no family \"" + family + '"');
        }
        Runnable follow = () -> topic.home().loop().execute(() -> follow(topic, followed));
        listeners.add(topic, listener, follow);
        follow.run();
    }

    private void follow(Topic family, Runnable followed) {
        EventExecutor home = family.home().loop();
        backbone.follow(family, new Backbone.Answer() {
            @Override
            public void onDone() {
                followed.run();
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                home.schedule(() -> follow(family, followed), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    @Override
    public void place(String channel, Shard caller, Placing answer) {
        Consumer<TopicDirectory.Refusal> refused =
                refusal -> caller.execute(() -> answer.onRefused(refusal.code(), refusal.detail()));
        atHome(
                channel,
                refused,
                topic -> backbone.follow(topic, new Backbone.Answer() {
                    @Override
                    public void onDone() {
                        if (!replica.isPlaced(topic)) {
                            refused.accept(COMES_AND_GOES);
                            return;
                        }
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
        atHome(
                channel,
                refused,
                topic -> broker.append(topic, owned, new Backbone.AppendReply() {
                    @Override
                    public void onAppended(long offset, long epochMicros) {
                        int recipients = broker.recipients(topic);
                        caller.execute(() -> answer.onAppended(offset, recipients));
                    }

                    @Override
                    public void onConflict(long lastOffset) {
                        caller.execute(() -> answer.onConflict(lastOffset));
                    }

                    @Override
                    public void onRefused(TopicDirectory.Refusal why) {
                        refused.accept(why);
                    }
                }));
    }

    @Override
    public void forget(String channel, Shard caller, Backbone.Answer answer) {
        Consumer<TopicDirectory.Refusal> refused = refusal -> caller.execute(() -> answer.onRefused(refusal));
        atHome(
                channel,
                refused,
                topic -> backbone.forget(topic, new Backbone.Answer() {
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
        atHome(
                channel,
                refused,
                topic -> backbone.readTable(topic, table, new Backbone.Rows() {
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
