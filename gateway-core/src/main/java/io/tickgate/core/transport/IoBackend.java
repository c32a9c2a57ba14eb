package io.tickgate.core.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.broadcast.BulkSender;
import io.tickgate.core.transport.websocket.RingSender;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/**
 * The ways to wait for sockets and to write to many. Epoll can send without the pipeline; io_uring is epoll that hands what
 * goes to many sockets to the kernel in one call; NIO runs everywhere, 5 % dearer.
 */
public enum IoBackend {
    EPOLL,
    IO_URING,
    NIO;

    /** Epoll where its library loads, NIO elsewhere. */
    public static IoBackend best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** @throws IllegalStateException when this machine cannot run it */
    public IoBackend requireAvailable() {
        if (this == EPOLL && !Epoll.isAvailable()) {
            throw new IllegalStateException("epoll is not available here", Epoll.unavailabilityCause());
        }
        if (this == IO_URING && !(Epoll.isAvailable() && IoUring.isAvailable())) {
            throw new IllegalStateException("io_uring is not available here", IoUring.unavailabilityCause());
        }
        return this;
    }

    IoHandlerFactory handlerFactory() {
        return this == NIO ? NioIoHandler.newFactory() : EpollIoHandler.newFactory();
    }

    Class<? extends ServerChannel> serverChannel() {
        return this == NIO ? NioServerSocketChannel.class : EpollServerSocketChannel.class;
    }

    Class<? extends ServerChannel> serverDomainChannel() {
        return this == NIO ? NioServerDomainSocketChannel.class : EpollServerDomainSocketChannel.class;
    }

    /** As {@link #serverDomainChannel} wants it. */
    SocketAddress domainAddress(Path path) {
        return this == NIO ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path.toString());
    }

    /** How one loop hands the same bytes to many sockets. */
    public BulkSender newSender(EventExecutor loop) {
        return this == IO_URING ? new RingSender(loop) : BulkSender.ONE_BY_ONE;
    }
}
