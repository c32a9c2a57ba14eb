package io.tickgate.core.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.flow.FlowControlHandler;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.transport.LoopCodecs;
import io.tickgate.protocol.wire.WireLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The HTTP part of the pipeline without a socket: everything happens in the caller's thread, time moves by hand. */
public final class EmbeddedServer implements AutoCloseable {
    public static final int BODY_BYTES_MAX = 64;
    public static final int OUTSTANDING_LINES_MAX = 4;
    /** 30 s for a request, 60 s between two, 5 s for an answer. */
    public static final HttpSettings SETTINGS = new HttpSettings(
            BODY_BYTES_MAX,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            OUTSTANDING_LINES_MAX);

    private final EmbeddedChannel channel = new EmbeddedChannel();

    public EmbeddedServer(ByteBudget budget, HttpEndpoint endpoint) {
        HostPolicy hosts = new HostPolicy("localhost", List.of());
        OriginPolicy origins = new OriginPolicy(List.of(), true);
        RequestDispatch requests = new RequestDispatch(
                SETTINGS,
                () -> hosts,
                () -> origins,
                new ClientAddresses(address -> false),
                new RequestIdentity(new PublishGuard(address -> true), null),
                budget,
                () -> false,
                (ctx, request, exchange) -> exchange.respondEmpty(426, ExtraHeaders.NONE),
                List.of(endpoint));
        HttpFront front = new HttpFront(
                SETTINGS, requests, new HttpConnectionLimit(10, 10, 10, address -> false), InstantSource.system());
        RequestDeadline deadline = new RequestDeadline(SETTINGS);
        channel.freezeTime();
        channel.pipeline()
                .addLast(
                        deadline,
                        HttpFront.newCodec(),
                        new FlowControlHandler(),
                        new HttpRouter(
                                front,
                                new LoopCodecs(WireLimits.DEFAULT, WireLimits.DEFAULT, new ShardCounters(1)),
                                deadline));
    }

    public EmbeddedServer send(String text) {
        return send(text.getBytes(UTF_8));
    }

    public EmbeddedServer send(byte[] bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
        channel.runPendingTasks();
        return this;
    }

    public EmbeddedServer sendChunk(String text) {
        return send(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
    }

    /** Everything that was sent since the last call. */
    public String sent() {
        channel.runPendingTasks();
        StringBuilder all = new StringBuilder();
        for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
            all.append(each.toString(UTF_8));
            each.release();
        }
        return all.toString();
    }

    public void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
