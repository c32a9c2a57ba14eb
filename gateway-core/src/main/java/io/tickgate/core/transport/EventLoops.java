package io.tickgate.core.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads of the gateway: each accepts, reads, fans out and writes for the connections it was given. */
public final class EventLoops implements AutoCloseable {
    private final IoBackend backend;
    private final EventLoopGroup group;
    private final List<EventExecutor> loops = new ArrayList<>();

    /** @param count how many, at least 1 */
    public EventLoops(IoBackend backend, int count) {
        this.backend = backend;
        this.group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory("gateway-loop"), backend.handlerFactory());
        group.forEach(loops::add);
    }

    IoBackend backend() {
        return backend;
    }

    EventLoopGroup group() {
        return group;
    }

    /** The loops in a fixed order. */
    public List<EventExecutor> all() {
        return loops;
    }

    /** Stops the threads after the tasks that are queued. Waits at most a few seconds. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
