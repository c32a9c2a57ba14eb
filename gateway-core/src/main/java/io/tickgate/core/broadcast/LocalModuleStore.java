package io.tickgate.core.broadcast;

import io.tickgate.protocol.message.ErrorCode;
import java.util.List;

/**
 * The store of a gateway that stands alone: numbers at home and keeps nothing, since the modules keep their state themselves
 * and nobody else changes it.
 */
final class LocalModuleStore implements ModuleStore {
    private final LocalBroker broker;
    private final TopicDirectory directory;

    LocalModuleStore(LocalBroker broker, TopicDirectory directory) {
        this.broker = broker;
        this.directory = directory;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public void follow(String family, AppliedListener listener, Runnable followed) {
        followed.run();
    }

    @Override
    public void place(String channel, Shard caller, Placing answer) {
        answer.onPlaced(0);
    }

    @Override
    public void append(String channel, Draft draft, Treatment treatment, Shard caller, Appending answer) {
        Topic topic = directory.resolveAny(channel);
        if (topic == null) {
            answer.onRefused(directory.full().code(), directory.full().detail());
            return;
        }
        broker.publish(topic, draft.body(), treatment, caller.loop(), new PublishReply() {
            @Override
            public void onPublished(long offset, int recipientCount) {
                answer.onAppended(offset, recipientCount);
            }

            @Override
            public void onRefused(ErrorCode code, String detail) {
                answer.onRefused(code, detail);
            }
        });
    }

    @Override
    public void forget(String channel, Shard caller, Backbone.Answer answer) {
        answer.onDone();
    }

    @Override
    public void readTable(String channel, String table, Shard caller, Backbone.Rows answer) {
        answer.onRead(List.of());
    }
}
