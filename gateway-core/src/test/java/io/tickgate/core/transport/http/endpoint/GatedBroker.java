package io.tickgate.core.transport.http.endpoint;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.Broker;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.PublishReply;
import io.tickgate.protocol.message.MessageBody;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A broker that answers and congests when a test says so. */
final class GatedBroker implements Broker {
    final List<String> channels = new ArrayList<>();
    private final Queue<PublishReply> waiting = new ArrayDeque<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean congested;

    @Override
    public void publish(
            String channel, MessageBody body, PublishOptions options, EventExecutor replyOn, PublishReply reply) {
        channels.add(channel);
        waiting.add(reply);
    }

    void reply(int count) {
        for (int i = 0; i < count; i++) {
            waiting.remove().onPublished(1, 0);
        }
    }

    void congest() {
        congested = true;
    }

    void relieve() {
        congested = false;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Override
    public boolean isCongested() {
        return congested;
    }

    @Override
    public void whenRelieved(EventExecutor executor, Runnable task) {
        tasks.add(task);
    }
}
