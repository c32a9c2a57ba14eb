package io.tickgate.core.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.tickgate.core.broadcast.BulkSender;
import io.tickgate.core.broadcast.DirectWay;
import io.tickgate.core.session.Peer;
import io.tickgate.core.transport.IoBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link BulkSender} must do, on real sockets. */
@Timeout(60)
class BulkSenderTest {
    private static final int BIG = 8 << 20;

    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final List<Socket> clients = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<NettyConnection> connections = new ArrayList<>();
    private final int[] taken = new int[BulkSender.WAYS_MAX];
    private MultiThreadIoEventLoopGroup group;
    private Channel listener;

    @BeforeEach
    void listen() {
        assumeAvailable(IoBackend.EPOLL);
        group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        listener = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, 64 << 10)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.add(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void connect(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            clients.add(new Socket(
                    InetAddress.getLoopbackAddress(), ((InetSocketAddress) listener.localAddress()).getPort()));
            Channel channel = accepted.take();
            channels.add(channel);
            connections.add(new NettyConnection(channel, Peer.at(InetAddress.getLoopbackAddress())));
        }
    }

    /** On the loop, as the fan-out does. */
    private void send(IoBackend backend, byte[]... messages) {
        DirectWay[] ways = connections.toArray(new DirectWay[BulkSender.WAYS_MAX]);
        group.next()
                .submit(() -> {
                    try (BulkSender sender = backend.newSender(group.next())) {
                        for (byte[] message : messages) {
                            ByteBuf frames = Unpooled.directBuffer(message.length + 3)
                                    .writeBytes(new byte[3])
                                    .writeBytes(message)
                                    .skipBytes(3);
                            sender.send(frames, ways, connections.size(), taken);
                            assertThat(frames.readableBytes()).isEqualTo(message.length);
                            frames.release();
                        }
                    }
                })
                .syncUninterruptibly();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void assumeAvailable(IoBackend backend) {
        assumeThatCode(backend::requireAvailable).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(
            value = IoBackend.class,
            names = {"EPOLL", "IO_URING"})
    void everySocketGetsTheBytesInTheOrderOfTheCalls(IoBackend backend) throws Exception {
        assumeAvailable(backend);
        connect(BulkSender.WAYS_MAX);

        send(backend, bytes("one,"), bytes("two,"), bytes("three"));

        assertThat(taken).containsOnly("three".length());
        for (Socket client : clients) {
            assertThat(client.getInputStream().readNBytes(13)).asString().isEqualTo("one,two,three");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = IoBackend.class,
            names = {"EPOLL", "IO_URING"})
    void aFullSocketTakesAPartThenNothingAndTheOthersAll(IoBackend backend) throws Exception {
        assumeAvailable(backend);
        connect(1);
        send(backend, new byte[BIG]);
        int part = taken[0];
        // The kernel moves what it took towards the client, and has room again until that is full as well.
        Awaitility.await().until(() -> {
            send(backend, new byte[BIG]);
            return taken[0] == 0;
        });
        connect(1);

        send(backend, bytes("late"));

        assertThat(part).isBetween(1, BIG - 1);
        assertThat(taken[0]).isZero();
        assertThat(taken[1]).isEqualTo(4);
        assertThat(clients.get(1).getInputStream().readNBytes(4)).asString().isEqualTo("late");
    }

    @ParameterizedTest
    @EnumSource(
            value = IoBackend.class,
            names = {"EPOLL", "IO_URING"})
    void whoIsGoneIsClosedAndNothingOfItIsKept(IoBackend backend) throws Exception {
        assumeAvailable(backend);
        connect(2);
        Channel channel = gone(0);

        // The first send may still find room; the reset that answers it makes the second fail.
        Awaitility.await().until(() -> {
            send(backend, bytes("x"));
            return !channel.isOpen();
        });

        assertThat(taken[1]).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = IoBackend.class,
            names = {"EPOLL", "IO_URING"})
    void aClosedConnectionTakesNothing(IoBackend backend) throws Exception {
        assumeAvailable(backend);
        connect(2);
        group.next().submit(connections.get(0)::closeNow).syncUninterruptibly();

        send(backend, bytes("x"));

        assertThat(taken[0]).isZero();
        assertThat(taken[1]).isEqualTo(1);
    }

    /** The client resets the connection. */
    private Channel gone(int index) throws IOException {
        clients.get(index).setSoLinger(true, 0);
        clients.get(index).close();
        return channels.get(index);
    }
}
