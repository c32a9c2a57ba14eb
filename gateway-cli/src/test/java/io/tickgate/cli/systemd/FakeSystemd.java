package io.tickgate.cli.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The end of a notification socket at which systemd would listen. */
public final class FakeSystemd implements AutoCloseable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final String address;
    private final Channel channel;

    private FakeSystemd(String address) {
        this.address = address;
        channel = new Bootstrap()
                .group(group)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                        messages.add(packet.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(address.replace('@', '\0')))
                .syncUninterruptibly()
                .channel();
    }

    static FakeSystemd at(Path directory) {
        return new FakeSystemd(directory.resolve("notify").toString());
    }

    /** A name that is in no file system. */
    public static FakeSystemd abstractly() {
        return new FakeSystemd("@tickgate-test-" + UUID.randomUUID());
    }

    /** What {@code NOTIFY_SOCKET} would say. */
    public String address() {
        return address;
    }

    /** The next message that begins with {@code start}; others are left out. */
    public String next(String start) throws InterruptedException {
        while (true) {
            String message =
                    Objects.requireNonNull(messages.poll(20, TimeUnit.SECONDS), () -> "no message " + start + " came");
            if (message.startsWith(start)) {
                return message;
            }
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }
}
