package io.tickgate.core.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets that accept connections, and the connections that they accepted. */
public final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    /** Connections that wait to be accepted while the loops are busy; the kernel takes the smaller of this and its own. */
    private static final int BACKLOG = 4096;

    /**
     * What may wait in the channel itself, where nothing can be dropped any more: enough that a socket never runs dry
     * between two turns, and little enough that a close frame is not far behind.
     */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 << 10, 64 << 10);

    private final List<Channel> channels = new ArrayList<>();
    private final AcceptedConnections accepted = new AcceptedConnections();
    private final IoBackend backend;
    private final ServerBootstrap bootstrap;

    /**
     * @param notsentLowat bytes that the kernel may keep for one connection beside those on their way
     *     ({@code outbound.notsent-lowat}); 0 for as many as it likes, as it does where the transport cannot say
     * @param pauses what happens where nobody can be accepted
     * @param pipeline makes that of every connection
     */
    public Listeners(
            EventLoops loops,
            ByteBufAllocator allocator,
            int notsentLowat,
            AcceptPauses pauses,
            ChannelHandler pipeline) {
        this.backend = loops.backend();
        this.bootstrap = new ServerBootstrap()
                .group(loops.group())
                .handler(pauses.newInitializer())
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
        if (notsentLowat > 0 && backend != IoBackend.NIO) {
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
        ChannelFuture bound =
                bootstrap.clone().channel(backend.serverChannel()).bind(address).awaitUninterruptibly();
        return listening(bound, String.valueOf(address));
    }

    /** The address of a socket that somebody opened for this process. @throws IOException when it is no TCP socket */
    public static InetSocketAddress addressOf(int descriptor) throws IOException {
        try {
            InetSocketAddress address = Epoll.isAvailable() ? new Socket(descriptor).localAddress() : null;
            if (address != null) {
                return address;
            }
        } catch (ChannelException e) {
            // It is no socket at all.
            LOG.debug("descriptor {}", descriptor, e);
        }
        throw new SocketException("descriptor " + descriptor + " is no TCP socket that epoll can listen on");
    }

    /**
     * Accepts on a socket that somebody opened for this process, and that listens already.
     *
     * @param descriptor becomes this object's
     * @return where it listens
     * @throws IOException when the transport cannot take it over
     */
    public InetSocketAddress adopt(int descriptor) throws IOException {
        if (backend == IoBackend.NIO) {
            throw new SocketException("server.transport: nio cannot take over a socket; epoll and io_uring can");
        }
        ChannelFuture registered = bootstrap
                .clone()
                .channelFactory(() -> new EpollServerSocketChannel(descriptor))
                // One for each time that the kernel says so: the socket may be a blocking one, and nobody else can tell
                // it.
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ServerChannelRecvByteBufAllocator())
                .register()
                .awaitUninterruptibly();
        return listening(registered, "descriptor " + descriptor);
    }

    private InetSocketAddress listening(ChannelFuture opened, String where) throws IOException {
        if (!opened.isSuccess()) {
            String why = opened.cause().getMessage();
            throw (IOException) new SocketException("cannot listen on " + where + ": " + why).initCause(opened.cause());
        }
        channels.add(opened.channel());
        return (InetSocketAddress) opened.channel().localAddress();
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
