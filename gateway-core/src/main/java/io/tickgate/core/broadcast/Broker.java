package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.protocol.message.MessageBody;

/** Where publications enter. Any thread may call. */
public interface Broker {
    /**
     * Numbers a publication and hands it to every subscriber, or says why not. Exactly one method of {@code reply} runs,
     * once, on {@code replyOn}; it may run before this method returns when the caller is already there.
     *
     * @param body borrowed for the call only
     */
    void publish(String channel, MessageBody body, PublishOptions options, EventExecutor replyOn, PublishReply reply);

    /** Too many bytes are accepted but not yet handed to every event loop: stop reading publishers. */
    boolean isCongested();

    /** Runs {@code task} once on {@code executor} when the congestion is over; at once when there is none. */
    void whenRelieved(EventExecutor executor, Runnable task);
}
