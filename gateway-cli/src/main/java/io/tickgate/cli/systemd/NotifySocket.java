package io.tickgate.cli.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket at which systemd listens for news of its services: one datagram for each message, sd_notify(3). Any thread. */
final class NotifySocket {
    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

    private final Channel channel;

    private NotifySocket(Channel channel) {
        this.channel = channel;
    }

    /**
     * @param group of epoll
     * @param path what {@code NOTIFY_SOCKET} says: a path, or {@code @} and a name that is in no file system
     */
    static NotifySocket open(EventLoopGroup group, String path) throws IOException {
        String address = path.startsWith("@") ? '\0' + path.substring(1) : path;
        ChannelFuture connected = new Bootstrap()
                .group(group)
                .channel(EpollDomainDatagramChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new DomainSocketAddress(address))
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            throw new IOException("NOTIFY_SOCKET " + path + ": " + connected.cause(), connected.cause());
        }
        return new NotifySocket(connected.channel());
    }

    /** @param assignments such as {@code READY=1}; they arrive together, and in the order of the calls */
    void send(String... assignments) {
        channel.writeAndFlush(Unpooled.copiedBuffer(String.join("\n", assignments), StandardCharsets.UTF_8))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        LOG.warn(
                                "systemd could not be told {}: {}",
                                assignments[0],
                                sent.cause().toString());
                    }
                });
    }

    /** Closes behind what was sent. */
    void close() {
        channel.close().awaitUninterruptibly();
    }
}
