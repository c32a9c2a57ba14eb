package io.tickgate.bench.load.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The one thread on which everything of a load run happens, and how its sockets are made. */
public final class ClientLoop implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final LoopBuffers buffers = new LoopBuffers();
    private volatile Consumer<Throwable> onFault = fault -> {};

    public ClientLoop() {
        boolean isEpoll = Epoll.isAvailable();
        IoHandlerFactory io = isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("load", true), io);
        loop = group.next();
        bootstrap = new Bootstrap()
                .group(group)
                .channel(isEpoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LoopBuffers.READ_BYTES))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    /** Hears of faults in this program, which end the run. */
    public void onFault(Consumer<Throwable> listener) {
        onFault = listener;
    }

    void onFault(Throwable fault) {
        onFault.accept(fault);
    }

    /** Begins to open a WebSocket; the listener hears how that went. */
    public ClientSocket connect(InetSocketAddress server, ClientSocket.Upgrade upgrade, SocketListener listener) {
        ClientSocket socket = new ClientSocket(this, upgrade, listener);
        connect(server, socket, reason -> socket.end("cannot connect: " + reason));
        return socket;
    }

    /** Begins to connect a plain socket with one handler. */
    public void connect(InetSocketAddress server, ChannelHandler handler, Consumer<String> onFailure) {
        bootstrap
                .clone()
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(handler);
                    }
                })
                .connect(server)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        onFailure.accept(String.valueOf(done.cause().getMessage()));
                    }
                });
    }

    LoopBuffers buffers() {
        return buffers;
    }

    /** Runs {@code task} on the loop's thread, soon; not at all once the loop is closed. */
    public void execute(Runnable task) {
        try {
            loop.execute(() -> runGuarded(task));
        } catch (RejectedExecutionException e) {
            // Closed in between: there is nothing left that the task could be about.
        }
    }

    /** Runs {@code task} on the loop's thread, later. */
    public void schedule(Runnable task, long delayNanos) {
        loop.schedule(() -> runGuarded(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
    }

    private void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            onFault.accept(e);
        }
    }

    public boolean isCurrent() {
        return loop.inEventLoop();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
