package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tickgate.core.transport.http.RequestDeadline.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time moves by hand: 30 s for a request or a piece, 60 s between two, 5 s for an answer. */
class RequestDeadlineTest {
    private final List<Object> passed = new ArrayList<>();
    private final RequestDeadline deadline = new RequestDeadline(
            new HttpSettings(1024, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(5), 8));
    private EmbeddedChannel channel;

    @BeforeEach
    void open() {
        channel = new EmbeddedChannel(deadline, new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                passed.add(event);
            }
        });
        channel.freezeTime();
        deadline.start(Wait.REQUEST);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
    }

    private void receive() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'x'}));
    }

    @Test
    void aRequestHasItsTimeFromTheFirstByteWhateverComesAfter() {
        pass(29_999);
        receive();
        assertThat(passed).isEmpty();

        pass(1);
        assertThat(passed).containsExactly(Wait.REQUEST);
    }

    @Test
    void aPieceOfAStreamBeginsTheTimeAnew() {
        deadline.start(Wait.PIECE);
        pass(29_000);
        receive();
        pass(29_999);
        assertThat(passed).isEmpty();

        pass(1);
        assertThat(passed).containsExactly(Wait.PIECE);
    }

    @Test
    void theFirstByteAfterAPauseBeginsTheNextRequest() {
        deadline.start(Wait.IDLE);
        pass(59_000);
        receive();
        assertThat(deadline.isRunning(Wait.REQUEST)).isTrue();

        pass(29_999);
        assertThat(passed).isEmpty();
        pass(1);
        assertThat(passed).containsExactly(Wait.REQUEST);
    }

    @Test
    void aShorterWaitIsKeptAlthoughALongerOneWasScheduled() {
        deadline.start(Wait.IDLE);
        deadline.start(Wait.WRITE);

        pass(4_999);
        assertThat(passed).isEmpty();
        pass(1);
        assertThat(passed).containsExactly(Wait.WRITE);
    }

    @Test
    void nothingPassesWhileTheGatewayItselfIsWaitedFor() {
        deadline.start(Wait.NONE);

        pass(3_600_000);

        assertThat(passed).isEmpty();
    }

    @Test
    void whatPassedOncePassesNoSecondTime() {
        pass(30_000);
        pass(300_000);

        assertThat(passed).hasSize(1);
    }

    @Test
    void aClosedConnectionHasNoDeadline() {
        channel.close();
        pass(60_000);

        assertThat(passed).isEmpty();
    }

    @Test
    void anUpgradedConnectionHasNoDeadline() {
        channel.pipeline().remove(deadline);
        pass(60_000);

        assertThat(passed).isEmpty();
    }
}
