package io.tickgate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopProbeTest {
    private final DefaultEventExecutorGroup group = new DefaultEventExecutorGroup(2);
    private final List<EventExecutor> loops = new ArrayList<>();

    LoopProbeTest() {
        group.forEach(loops::add);
    }

    @AfterEach
    void endLoops() {
        group.shutdownGracefully();
    }

    @Test
    void loopsThatComeRoundAnswer() {
        LoopProbe probe = new LoopProbe(loops);

        Awaitility.await().until(probe::isAnswered);
        assertThat(probe.silentThreads()).isEmpty();
    }

    @Test
    void oneThatIsStuckKeepsItUnansweredAndIsNamedWithWhatItDoes() {
        CountDownLatch way = new CountDownLatch(1);
        loops.get(1).execute(() -> theCulprit(way));

        LoopProbe probe = new LoopProbe(loops);
        LoopProbe ofTheOther = new LoopProbe(loops.subList(0, 1));

        Awaitility.await().until(ofTheOther::isAnswered);
        assertThat(probe.isAnswered()).isFalse();
        Awaitility.await().untilAsserted(() -> assertThat(probe.silentThreads()).contains("theCulprit"));
        way.countDown();
        Awaitility.await().until(probe::isAnswered);
    }

    private static void theCulprit(CountDownLatch way) {
        try {
            way.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneThatHasEndedDoesNotAnswer() {
        loops.get(0).shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();

        LoopProbe probe = new LoopProbe(loops);

        Awaitility.await().until(() -> !probe.silentThreads().contains("\n"));
        assertThat(probe.isAnswered()).isFalse();
    }
}
