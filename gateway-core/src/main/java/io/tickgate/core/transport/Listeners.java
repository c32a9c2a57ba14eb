package io.tickgate.core.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** The sockets that accept connections, and the connections that they accepted. */
public final class Listeners implements AutoCloseable {
    /** Connections that wait to be accepted while the loops are busy; the kernel takes the smaller of this and its own. */
    private static final int BACKLOG = 4096;

    /**
     * What may wait in the channel itself, where nothing can be dropped any more: enough that a socket never runs dry
     * between two turns, and little enough that a close frame is not far behind.
     */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 << 10, 64 << 10);

    private final List<Channel> channels = new ArrayList<>();
    private final AcceptedConnections accepted = new AcceptedConnections();
    private final ServerBootstrap bootstrap;

    /**
     * @param notsentLowat bytes that the kernel may keep for one connection beside those on their way
     *     ({@code outbound.notsent-lowat}); 0 for as many as it likes, as it does where the transport cannot say
     * @param pipeline makes that of every connection
     */
    public Listeners(EventLoops loops, ByteBufAllocator allocator, int notsentLowat, ChannelHandler pipeline) {
        this.bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.backend().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 2048, 64 << 10))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.add(channel);
                        channel.pipeline().addLast(pipeline);
                    }
                });
        if (notsentLowat > 0 && loops.backend() != IoBackend.NIO) {
            bootstrap.childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) notsentLowat);
        }
    }

    /**
     * Binds one address.
     *
     * @return where it listens, with the port that the system chose where 0 was asked for
     * @throws IOException when the address is taken, not this machine's, or not permitted
     */
    public InetSocketAddress bind(InetSocketAddress address) throws IOException {
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String why = bound.cause().getMessage();
            throw (IOException)
                    new SocketException("cannot listen on " + address + ": " + why).initCause(bound.cause());
        }
        channels.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** What was accepted and is open. */
    public AcceptedConnections accepted() {
        return accepted;
    }

    /** Accepts nothing any more; open connections are not touched. */
    @Override
    public void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        channels.clear();
    }
}
