package io.tickgate.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.session.TurnPacer;
import io.tickgate.core.sim.Simulation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstReadsTest {
    private final Simulation simulation = new Simulation();
    private final Shard shard = simulation.engine().shards().get(0);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> passed = new ArrayList<>();

    FirstReadsTest() {
        channel.pipeline()
                .addLast(new FirstReads(
                        new TurnPacer(shard, simulation.clock(), 0),
                        FirstReads.HTTP_READS,
                        pipeline -> passed.add("opens")))
                .addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        ByteBuf bytes = (ByteBuf) message;
                        passed.add(bytes.toString(StandardCharsets.US_ASCII));
                        bytes.release();
                    }

                    @Override
                    public void channelReadComplete(ChannelHandlerContext ctx) {
                        passed.add("|");
                    }
                });
    }

    @AfterEach
    void end() {
        channel.close();
        simulation.end();
    }

    /** Runs {@code tasks} on the loop, before any slice that they may ask for. */
    private void onLoop(Runnable... tasks) {
        simulation.loops().runAs(simulation.loop(0), () -> List.of(tasks).forEach(Runnable::run));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private void read(String text) {
        channel.writeInbound(bytes(text));
    }

    private boolean isThere() {
        return channel.pipeline().get(FirstReads.class) != null;
    }

    @Test
    void theFirstTwoReadsWaitTheirTurnAndNoOther() {
        onLoop(() -> read("request"));
        assertThat(passed).isEmpty();
        simulation.loops().runAll();
        assertThat(passed).containsExactly("opens", "request", "|");

        onLoop(() -> read("command"));
        assertThat(passed).hasSize(3);
        simulation.loops().runAll();
        assertThat(passed).containsExactly("opens", "request", "|", "command", "|");
        assertThat(isThere()).isFalse();

        onLoop(() -> read("next"));
        assertThat(passed).endsWith("next", "|");
    }

    @Test
    void whatComesWhileSomethingWaitsTakesItsPlaceAndNoMoreThanOneIsKept() {
        onLoop(() -> read("a"), () -> read("b"));
        assertThat(passed).containsExactly("opens", "a", "|");

        simulation.loops().runAll();

        assertThat(passed).containsExactly("opens", "a", "|", "b", "|");
        assertThat(isThere()).isFalse();
    }

    @Test
    void theSocketIsNotReadWhileSomethingWaits() {
        onLoop(() -> read("request"));
        assertThat(channel.config().isAutoRead()).isFalse();

        simulation.loops().runAll();

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whoStopsReadingMeanwhileStopsForGood() {
        onLoop(() -> read("request"), () -> FirstReads.setAutoRead(channel, false));

        simulation.loops().runAll();

        assertThat(passed).containsExactly("opens", "request", "|");
        assertThat(channel.config().isAutoRead()).isFalse();
    }

    @Test
    void whoWantsToReadMeanwhileDoesAfterwards() {
        onLoop(
                () -> channel.config().setAutoRead(false),
                () -> read("request"),
                () -> channel.config().setAutoRead(true));

        simulation.loops().runAll();

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whoIsGoneBeforeItsTurnLeavesNothing() {
        ByteBuf bytes = bytes("request");
        onLoop(() -> channel.writeInbound(bytes), channel::close);

        simulation.loops().runAll();

        assertThat(bytes.refCnt()).isZero();
        assertThat(passed).doesNotContain("request");
    }
}
