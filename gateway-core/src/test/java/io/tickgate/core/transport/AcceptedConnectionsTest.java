package io.tickgate.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.tickgate.core.time.SystemClock;
import io.tickgate.core.transport.http.HttpFront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AcceptedConnectionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    private long usedBytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    private Listeners listeners(EventLoops loops) {
        return new Listeners(
                loops, allocator, 0, new AcceptPauses(new SystemClock()), new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(HttpFront.newCodec());
                        channel.config().setAutoRead(true);
                    }
                });
    }

    private static Socket connect(Listeners listeners) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new Socket(
                loopback, listeners.bind(new InetSocketAddress(loopback, 0)).getPort());
    }

    @ParameterizedTest
    @EnumSource(IoBackend.class)
    void halfARequestIsGivenBackWhenAllAreClosed(IoBackend backend) throws IOException {
        EventLoops loops = new EventLoops(backend, 2);
        Listeners listeners = listeners(loops);
        try (Socket client = connect(listeners)) {
            client.getOutputStream().write("GET /half".getBytes(StandardCharsets.UTF_8));
            Awaitility.await()
                    .until(() -> usedBytes() > 0 && listeners.accepted().count() == 1);
            listeners.close();

            assertThat(listeners.accepted().closeAll().awaitUninterruptibly(PATIENCE.toMillis()))
                    .isTrue();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        loops.close();
        assertThat(usedBytes()).isZero();
    }

    @Test
    void whoHasClosedIsNotKept() throws IOException {
        EventLoops loops = new EventLoops(IoBackend.NIO, 1);
        Listeners listeners = listeners(loops);
        try (Socket client = connect(listeners)) {
            Awaitility.await().until(() -> listeners.accepted().count() == 1);

            client.shutdownOutput();

            Awaitility.await().until(() -> listeners.accepted().count() == 0);
        }
        listeners.close();
        loops.close();
    }
}
