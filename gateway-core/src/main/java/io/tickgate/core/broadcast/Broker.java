package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.protocol.message.MessageBody;

/** Where publications enter. Any thread may call. */
public interface Broker {
    /**
     * Numbers a message and sends it to everybody who is subscribed.
     *
     * @param channel name as the publisher wrote it
     * @param body borrowed for the call only
     * @param replyOn where {@code reply} runs: at once when the caller is that loop and no other loop is involved
     */
    void publish(String channel, MessageBody body, PublishOptions options, EventExecutor replyOn, PublishReply reply);

    /**
     * True while more than {@code limits.ingest-bytes-total} bytes are accepted but not yet handed to every event loop.
     * Whoever reads publications from a socket stops reading then.
     */
    boolean isCongested();

    /** Runs {@code task} once on {@code executor}, as soon as the broker is not congested. */
    void whenRelieved(EventExecutor executor, Runnable task);
}
