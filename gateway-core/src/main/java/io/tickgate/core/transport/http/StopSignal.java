package io.tickgate.core.transport.http;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/** A user event for every connection that speaks HTTP: the gateway stops, in two steps. */
public enum StopSignal {
    /** The request under way, and be it half a head, is the last one of its connection. */
    LAST_REQUEST,
    /** Nothing more is published: a request whose body is not whole is answered with 503 now. */
    END_OF_PUBLISHING;

    private static final AttributeKey<Boolean> WAITED_FOR = AttributeKey.valueOf(StopSignal.class, "waited-for");

    static void waitFor(Channel channel) {
        channel.attr(WAITED_FOR).set(true);
    }

    /** Whether a request was under way on {@code channel} when it was signalled. Any thread. */
    public static boolean isWaitedFor(Channel channel) {
        return channel.hasAttr(WAITED_FOR);
    }
}
