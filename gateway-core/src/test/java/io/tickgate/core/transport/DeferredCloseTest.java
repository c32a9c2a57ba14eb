package io.tickgate.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.session.TurnPacer;
import io.tickgate.core.sim.Simulation;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeferredCloseTest {
    private final Simulation simulation = new Simulation();
    private final Shard shard = simulation.engine().shards().get(0);
    /** One piece of work a slice. */
    private final TurnPacer pacer = new TurnPacer(shard, simulation.clock(), 0);

    private final List<String> seen = new ArrayList<>();
    private int reads;
    /** The goodbye takes its time. */
    private boolean waits;

    private final List<EmbeddedChannel> channels =
            Stream.generate(this::newChannel).limit(3).toList();
    private final EmbeddedChannel channel = channels.get(0);

    private EmbeddedChannel newChannel() {
        EmbeddedChannel made = new EmbeddedChannel();
        made.pipeline()
                .addLast(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void read(ChannelHandlerContext ctx) {
                        reads++;
                        ctx.read();
                    }
                })
                .addLast(new DeferredClose(pacer))
                .addLast(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                        seen.add("goodbye");
                        if (!waits) {
                            ctx.close(promise);
                        }
                    }
                })
                .addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                        seen.add(event.toString());
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                        seen.add(cause.getMessage());
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext ctx) {
                        seen.add("inactive");
                    }
                });
        return made;
    }

    @AfterEach
    void end() {
        channels.forEach(EmbeddedChannel::close);
        simulation.end();
    }

    /** Runs {@code tasks} on the loop, before any slice that they may ask for. */
    private void onLoop(Runnable... tasks) {
        simulation.loops().runAs(simulation.loop(0), () -> List.of(tasks).forEach(Runnable::run));
    }

    private static void endInput(EmbeddedChannel ended) {
        ended.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        ended.pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
    }

    private long open() {
        return channels.stream().filter(EmbeddedChannel::isOpen).count();
    }

    @Test
    void aCrowdThatLeavesAtOnceIsClosedOneByOne() {
        onLoop(() -> channels.forEach(DeferredCloseTest::endInput));
        assertThat(open()).isEqualTo(3);
        assertThat(seen).isEmpty();

        simulation.loops().runOne();
        assertThat(open()).isEqualTo(2);

        simulation.loops().runAll();
        assertThat(open()).isZero();
        assertThat(seen).containsExactly("inactive", "inactive", "inactive");
    }

    @Test
    void whoEndsTwiceStandsInTheLineOnce() {
        onLoop(() -> endInput(channel), () -> DeferredClose.abandon(channel), () -> endInput(channels.get(1)));

        simulation.loops().runOne();
        simulation.loops().runOne();

        assertThat(open()).isEqualTo(1);
    }

    @Test
    void whoseSocketFailsIsClosedInItsTurn() {
        onLoop(() -> channel.pipeline().fireExceptionCaught(new SocketException("reset")));
        assertThat(channel.isOpen()).isTrue();

        simulation.loops().runAll();

        assertThat(channel.isOpen()).isFalse();
        assertThat(seen).containsExactly("inactive");
    }

    @Test
    void otherEventsAndFailuresPass() {
        onLoop(
                () -> channel.pipeline().fireUserEventTriggered("event"),
                () -> channel.pipeline().fireExceptionCaught(new IllegalStateException("ours")));

        simulation.loops().runAll();

        assertThat(seen).containsExactly("event", "ours");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whoIsStillThereIsToldGoodbyeByWhatStandsInThePipeline() {
        onLoop(() -> DeferredClose.close(channel));
        assertThat(channel.isOpen()).isTrue();

        simulation.loops().runAll();

        assertThat(seen).containsExactly("goodbye", "inactive");
    }

    @Test
    void whoIsGoneIsNot() {
        onLoop(() -> DeferredClose.abandon(channel));
        assertThat(channel.isOpen()).isTrue();

        simulation.loops().runAll();

        assertThat(seen).containsExactly("inactive");
    }

    @Test
    void whoIsGoneAlreadyIsToldNothingEither() {
        onLoop(() -> endInput(channel), () -> DeferredClose.close(channel));

        simulation.loops().runAll();

        assertThat(seen).containsExactly("inactive");
    }

    @Test
    void whoGoesInTheMiddleOfAGoodbyeIsNotWaitedFor() {
        waits = true;
        onLoop(() -> DeferredClose.close(channel));
        simulation.loops().runAll();
        assertThat(channel.isOpen()).isTrue();

        onLoop(() -> endInput(channel));

        assertThat(seen).containsExactly("goodbye", "inactive");
    }

    @Test
    void whatHasEndedIsNotReadAnyMore() {
        int before = reads;
        onLoop(channel::read, () -> endInput(channel), channel::read);

        assertThat(reads).isEqualTo(before + 1);
    }

    @Test
    void whatClosedMeanwhileIsLeftAlone() {
        onLoop(() -> endInput(channel), channel::close);

        simulation.loops().runAll();

        assertThat(seen).containsExactly("goodbye", "inactive");
    }

    @Test
    void aChannelWithoutALineIsClosedAtOnce() {
        EmbeddedChannel other = new EmbeddedChannel();

        DeferredClose.close(other);

        assertThat(other.isOpen()).isFalse();
    }
}
