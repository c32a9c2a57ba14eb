package io.tickgate.core.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.tickgate.core.transport.http.HttpFront;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's own listener, on a Unix socket or on loopback. It serves plain HTTP by the same handlers as the public one,
 * on the same event loops, and is there from the gateway's start to its very end.
 *
 * <p><b>Bound:</b> {@code admin.max-connections}, by the {@link HttpFront} that it is given.
 */
public final class AdminListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminListener.class);

    private static final int BACKLOG = 64;
    private static final int CLOSE_MILLIS_MAX = 1_000;

    private final Channel channel;
    private final ChannelGroup accepted;
    private final @Nullable UnixSocketFile file;

    private AdminListener(Channel channel, ChannelGroup accepted, @Nullable UnixSocketFile file) {
        this.channel = channel;
        this.accepted = accepted;
        this.file = file;
    }

    /** What every admin listener is made of. */
    public record Parts(
            EventLoops loops,
            ByteBufAllocator allocator,
            AcceptPauses pauses,
            HttpFront front,
            Function<Channel, LoopContext> contexts) {}

    /**
     * Listens on an address of this machine.
     *
     * @throws IOException whose message begins with the setting's name
     */
    public static AdminListener onAddress(Parts parts, SocketAddress address) throws IOException {
        return bind(parts, parts.loops().backend().serverChannel(), address, null);
    }

    /**
     * Listens on a Unix socket, which its owner and {@code group} may use.
     *
     * @param group null for that of the process
     * @throws IOException whose message begins with the setting's name
     */
    public static AdminListener onSocket(Parts parts, Path path, @Nullable String group) throws IOException {
        IoBackend backend = parts.loops().backend();
        UnixSocketFile file = new UnixSocketFile(path, group);
        try {
            file.removeStale();
        } catch (IOException e) {
            throw failure(e);
        }
        AdminListener listener = bind(parts, backend.serverDomainChannel(), backend.domainAddress(path), file);
        try {
            file.open();
        } catch (IOException e) {
            listener.close();
            throw failure(e);
        }
        return listener;
    }

    private static AdminListener bind(
            Parts parts, Class<? extends ServerChannel> type, SocketAddress address, @Nullable UnixSocketFile file)
            throws IOException {
        ChannelGroup accepted = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(parts.loops().group())
                .channel(type)
                .handler(parts.pauses().newInitializer())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.ALLOCATOR, parts.allocator())
                .childOption(ChannelOption.ALLOCATOR, parts.allocator())
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.add(channel);
                        PipelineInitializer.addHttp(
                                channel.pipeline(),
                                parts.front(),
                                parts.contexts().apply(channel).codecs());
                    }
                });
        if (file == null) {
            bootstrap.option(ChannelOption.SO_REUSEADDR, true);
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw failure(bound.cause());
        }
        return new AdminListener(bound.channel(), accepted, file);
    }

    private static IOException failure(Throwable cause) {
        String why = String.valueOf(cause.getMessage());
        return new IOException(why.startsWith("admin.") ? why : "admin.listen: " + why, cause);
    }

    /** Where it listens. */
    public SocketAddress address() {
        return channel.localAddress();
    }

    /** Cuts what is open. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        accepted.close().awaitUninterruptibly(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        if (file != null) {
            try {
                file.remove();
            } catch (IOException e) {
                LOG.warn("admin.listen: {} stays behind: {}", file.path(), e.getMessage());
            }
        }
    }
}
