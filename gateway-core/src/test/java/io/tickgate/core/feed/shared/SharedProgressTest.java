package io.tickgate.core.feed.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.feed.progress.ProgressReceipt;
import io.tickgate.core.sim.Bodies;
import io.tickgate.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task that is reported on at any gateway is the same at all, and after all of them were away. */
class SharedProgressTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SharedModules modules = SharedModules.of(1, 2);

    @Test
    void aReportAtOneGatewayIsTheStateAtAll() {
        ProgressReceipt receipt = modules.done(
                modules.report(0, "t", "{\"progress\":45.50,\"total_steps\":10,\"data\":{\"price\":1.10}}"));

        assertThat(receipt.created()).isTrue();
        assertThat(modules.task(1, "t"))
                .isEqualTo(modules.task(0, "t"))
                .contains("\"progress\":45.5", "\"current_step_index\":4", "\"data\":{\"price\":1.10}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void reportsAtTwoGatewaysAtOnceAreBothApplied(long seed) {
        SharedModules two = SharedModules.of(seed, 2);
        CompletableFuture<ProgressReceipt> a = two.report(0, "t", "{\"status\":\"running\",\"data\":{\"a\":1}}");
        CompletableFuture<ProgressReceipt> b = two.report(1, "t", "{\"status\":\"running\",\"data\":{\"b\":2}}");
        two.done(a);
        two.done(b);
        two.cluster.pass(SECOND);

        assertThat(a.join().created()).isNotEqualTo(b.join().created());
        assertThat(two.task(0, "t")).isEqualTo(two.task(1, "t")).contains("\"a\":1", "\"b\":2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingComesBehindTheEndOfATask(long seed) {
        SharedModules two = SharedModules.of(seed, 2);
        two.done(two.report(0, "t", "{\"progress\":1}"));
        two.cluster.pass(SECOND);
        CompletableFuture<ProgressReceipt> end = two.report(0, "t", "{\"status\":\"completed\"}");
        CompletableFuture<ProgressReceipt> late = two.report(1, "t", "{\"progress\":50}");
        two.cluster.run();

        assertThat(end).isCompletedWithValueMatching(receipt -> !receipt.created());
        assertThat(SharedModules.refusal(late)).isIn(null, ErrorCode.TASK_FINISHED);
        two.cluster.pass(SECOND);
        assertThat(two.task(0, "t")).isEqualTo(two.task(1, "t")).contains("\"status\":\"completed\"");
        CompletableFuture<ProgressReceipt> later = two.report(1, "t", "{\"progress\":100}");
        two.cluster.run();
        assertThat(SharedModules.refusal(later)).isEqualTo(ErrorCode.TASK_FINISHED);
    }

    @Test
    void progressDoesNotGoBackAtAnotherGatewayOrAfterARestart() {
        modules.done(modules.report(0, "t", "{\"progress\":50}"));

        CompletableFuture<ProgressReceipt> back = modules.report(1, "t", "{\"progress\":49}");
        modules.cluster.run();
        assertThat(SharedModules.refusal(back)).isEqualTo(ErrorCode.PROGRESS_BACKWARDS);

        modules.cluster.restartAll();
        modules.cluster.run();
        CompletableFuture<ProgressReceipt> after = modules.report(0, "t", "{\"progress\":49}");
        modules.cluster.run();
        assertThat(SharedModules.refusal(after)).isEqualTo(ErrorCode.PROGRESS_BACKWARDS);
    }

    @Test
    void elapsedTimeGoesOnWhileAllGatewaysAreAway() {
        modules.done(modules.report(0, "t", "{\"progress\":0}"));
        modules.cluster.pass(Duration.ofSeconds(20));
        modules.done(modules.report(1, "t", "{\"status\":\"paused\"}"));
        modules.cluster.pass(Duration.ofSeconds(10));
        modules.cluster.restartAll();
        modules.cluster.pass(Duration.ofSeconds(10));
        modules.done(modules.report(1, "t", "{\"status\":\"running\"}"));
        modules.cluster.pass(Duration.ofSeconds(20));

        modules.done(modules.report(0, "t", "{\"progress\":50}"));

        // 60 s have passed, of which 20 were a pause: the other half takes 40.
        assertThat(modules.task(0, "t"))
                .isEqualTo(modules.task(1, "t"))
                .contains("\"estimated_time_remaining\":40.0,\"elapsed_time\":60.0,");
    }

    @Test
    void whatIsMergedAtOneGatewayStaysWhenAnotherPublishes() {
        modules.done(modules.report(0, "t", "{\"progress\":1}"));
        ProgressReceipt merged = modules.done(modules.report(0, "t", "{\"progress\":10,\"data\":{\"a\":1}}"));
        assertThat(merged.conflated()).isTrue();

        modules.done(modules.report(1, "t", "{\"status\":\"paused\",\"data\":{\"b\":2}}"));
        modules.cluster.pass(SECOND);

        assertThat(modules.task(1, "t"))
                .isEqualTo(modules.task(0, "t"))
                .contains("\"progress\":10,", "\"a\":1", "\"b\":2", "\"status\":\"paused\"");
    }

    @Test
    void aBurstAtOneGatewayIsInOrderAndNoneIsRefused() {
        List<CompletableFuture<ProgressReceipt>> burst = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            burst.add(modules.report(0, "t", "{\"progress\":" + i + "}"));
        }
        modules.cluster.pass(SECOND);

        assertThat(burst).allMatch(report -> SharedModules.refusal(report) == null && report.isDone());
        assertThat(modules.task(1, "t")).contains("\"progress\":100,");
    }

    @Test
    void aRemovalIsToldToAll() {
        modules.done(modules.report(0, "t", "{\"status\":\"completed\"}"));

        assertThat(modules.done(modules.removeTask(1, "t"))).isTrue();
        assertThat(modules.task(0, "t")).isNull();
        assertThat(modules.done(modules.removeTask(0, "t"))).isFalse();
        assertThat(modules.done(modules.report(0, "t", "{\"progress\":1}")).created())
                .isTrue();
        modules.cluster.restartAll();
        modules.cluster.run();

        assertThat(modules.task(1, "t")).contains("\"progress\":1,");
    }

    @Test
    void aPlainMessageBehindAStateHidesItFromNobody() {
        modules.done(modules.report(0, "t", "{\"progress\":7}"));
        modules.node(0)
                .publish(
                        0,
                        "backtest_progress:t",
                        Bodies.json("backtest_progress_update"),
                        io.tickgate.core.broadcast.PublishOptions.NONE,
                        new io.tickgate.core.sim.Reply());
        modules.cluster.run();
        modules.cluster.restartAll();
        modules.cluster.run();

        assertThat(modules.task(0, "t")).isEqualTo(modules.task(1, "t")).contains("\"progress\":7,");
        modules.done(modules.report(1, "t", "{\"status\":\"completed\"}"));
        assertThat(modules.task(0, "t")).contains("\"status\":\"completed\"");
    }

    @Test
    void whileTheStoreIsAwayReportsAreRefusedAndStatesAreTold() {
        modules.done(modules.report(0, "t", "{\"progress\":1}"));
        modules.cluster.store().goAway();

        CompletableFuture<ProgressReceipt> merged = modules.report(0, "t", "{\"progress\":2}");
        CompletableFuture<ProgressReceipt> other = modules.report(1, "u", "{\"progress\":2}");
        modules.cluster.run();

        assertThat(SharedModules.refusal(merged)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(SharedModules.refusal(other)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(modules.task(0, "t")).contains("\"progress\":1,");
        assertThat(modules.task(1, "u")).isNull();
        modules.cluster.store().comeBack();
        modules.cluster.pass(SECOND);
        modules.done(modules.report(1, "t", "{\"progress\":3}"));
        assertThat(modules.task(0, "t")).contains("\"progress\":3,");
    }

    @Test
    void aGatewayThatHasNotReadTheStoreYetSaysSo() {
        modules.done(modules.report(0, "t", "{\"progress\":1}"));
        modules.cluster.store().goAway();
        modules.cluster.restart(1);

        CompletableFuture<ProgressReceipt> early = modules.report(1, "t", "{\"progress\":2}");
        modules.cluster.run();
        assertThat(SharedModules.refusal(early)).isEqualTo(ErrorCode.UNAVAILABLE);

        modules.cluster.store().comeBack();
        modules.cluster.pass(SECOND);
        assertThat(modules.task(1, "t")).contains("\"progress\":1,");
    }

    @Test
    void whatAStoreHasLostIsGoneEverywhere() {
        modules.done(modules.report(0, "t", "{\"progress\":1}"));
        modules.cluster.store().wipe();
        modules.cluster.pass(SECOND);

        assertThat(modules.task(0, "t")).isNull();
        assertThat(modules.task(1, "t")).isNull();
        assertThat(modules.done(modules.report(1, "t", "{\"progress\":0}")).created())
                .isTrue();
        assertThat(modules.task(0, "t")).contains("\"progress\":0,");
    }

    @Test
    void aTaskIsForgottenByItsAgeAlsoAfterARestart() {
        modules.done(modules.report(0, "old", "{\"progress\":1}"));
        modules.cluster.pass(Duration.ofMinutes(40));
        modules.done(modules.report(0, "young", "{\"progress\":1}"));
        modules.cluster.restartAll();
        modules.cluster.run();
        assertThat(modules.task(0, "old")).isNotNull();

        modules.cluster.pass(Duration.ofMinutes(21));

        assertThat(modules.task(0, "old")).isNull();
        assertThat(modules.task(1, "old")).isNull();
        assertThat(modules.tasks(0)).hasSize(1).isEqualTo(modules.tasks(1));
        modules.cluster.restartAll();
        modules.cluster.run();
        assertThat(modules.tasks(1)).hasSize(1);
    }
}
