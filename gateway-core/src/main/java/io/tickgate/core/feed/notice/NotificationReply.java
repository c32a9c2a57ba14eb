package io.tickgate.core.feed.notice;

import io.netty.util.concurrent.EventExecutor;
import io.tickgate.protocol.wire.WireException;

/** Hears what became of a request: exactly one of the two, once, on the home of notifications. */
public interface NotificationReply<T> {
    void onDone(T result);

    /** Nothing was done; {@code fault} says which field and which rule. */
    void onRefused(WireException fault);

    /** The same reply, heard on {@code executor}. */
    default NotificationReply<T> on(EventExecutor executor) {
        NotificationReply<T> there = this;
        return new NotificationReply<>() {
            @Override
            public void onDone(T result) {
                executor.execute(() -> there.onDone(result));
            }

            @Override
            public void onRefused(WireException fault) {
                executor.execute(() -> there.onRefused(fault));
            }
        };
    }
}
