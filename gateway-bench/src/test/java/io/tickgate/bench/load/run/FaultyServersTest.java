package io.tickgate.bench.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tickgate.bench.load.result.Account;
import io.tickgate.bench.load.result.RampStep;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.ServerUse;
import io.tickgate.bench.load.result.Verdict.Outcome;
import io.tickgate.bench.load.run.TopicServer.Fault;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each thing that a server can do wrong is noticed, counted once and named. */
class FaultyServersTest {
    private static RunResult run(Fault fault, String... more) throws Exception {
        try (TopicServer server = TopicServer.open(fault)) {
            String[] settings = new String[more.length + 6];
            settings[0] = "target.dialect";
            settings[1] = "topic";
            settings[2] = "load.drain";
            settings[3] = fault == Fault.NONE ? "5s" : "300ms";
            settings[4] = "subscriptions.channels";
            settings[5] = "2";
            System.arraycopy(more, 0, settings, 6, more.length);
            return Runs.of(server.getPort(), settings);
        }
    }

    private static Account failed(RunResult result, String why) {
        assertThat(result.verdict().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.verdict().text()).contains(why);
        return result.account();
    }

    @Test
    void aFaultlessServerIsFoundFaultless() throws Exception {
        RunResult result = run(Fault.NONE, "publishers.count", "3", "subscriptions.per-connection", "2");

        assertThat(result.verdict().outcome()).isNotEqualTo(Outcome.FAILED);
        assertThat(result.account().isClean()).isTrue();
        assertThat(result.account().published()).isEqualTo(100);
        assertThat(result.account().delivered()).isEqualTo(400);
        assertThat(result.latency().count()).isEqualTo(400);
    }

    @Test
    void aSaturatedServerGetsTheNextWhenTheLastArrivedEverywhere() throws Exception {
        RunResult result = run(Fault.NONE, "load.rate", "", "load.saturate", "8");

        assertThat(result.account().isClean()).isTrue();
        assertThat(result.account().published()).isGreaterThan(8);
        assertThat(result.account().delivered()).isEqualTo(2 * result.account().published());
    }

    @Test
    void aLostPublicationIsCounted() throws Exception {
        Account account = failed(run(Fault.LOSE), "1 lost");

        assertThat(account.lost()).isEqualTo(1);
        assertThat(account.missing()).isEqualTo(1);
    }

    @Test
    void aLossThatWasAllowedForIsNoFailure() throws Exception {
        RunResult result = run(Fault.LOSE, "expect.missing", "1");

        assertThat(result.account().lost()).isEqualTo(1);
        assertThat(result.verdict().outcome()).isNotEqualTo(Outcome.FAILED);
    }

    @Test
    void aDoubledPublicationIsCounted() throws Exception {
        Account account = failed(run(Fault.DOUBLE), "1 doubled");

        assertThat(account.doubled()).isEqualTo(1);
        assertThat(account.delivered()).isEqualTo(200);
    }

    @Test
    void aPublicationOutOfOrderIsCountedAndNotLost() throws Exception {
        Account account = failed(run(Fault.SWAP, "subscriptions.channels", "1"), "1 out of order");

        assertThat(account.outOfOrder()).isEqualTo(1);
        assertThat(account.missing()).isZero();
    }

    @Test
    void aMisroutedPublicationIsCounted() throws Exception {
        Account account = failed(run(Fault.MISROUTE), "1 misrouted");

        assertThat(account.misrouted()).isEqualTo(1);
        assertThat(account.delivered()).isEqualTo(200);
    }

    @Test
    void aPublicationOfAnotherRunIsForeign() throws Exception {
        Account account = failed(run(Fault.FOREIGN), "1 foreign");

        assertThat(account.foreign()).isEqualTo(1);
        assertThat(account.missing()).isZero();
    }

    @Test
    void aDelayShowsInTheLatencyFromWhenPublicationsWereDue() throws Exception {
        RunResult result = run(Fault.DELAY, "subscriptions.channels", "1", "expect.max", "50ms");

        // Of twenty that go out together, 5 ms apart when they were due, the first is 95 ms late at least.
        failed(result, "max <= 50 ms was not met");
        assertThat(result.latency().max()).isGreaterThanOrEqualTo(95_000);
    }

    @Test
    void whatArrivesDuringTheDrainIsInTheAccountAndInNoRate() throws Exception {
        RunResult result = run(
                Fault.LAG,
                "load.drain",
                "10s",
                "expect.deliveries-per-second",
                "300",
                "target.server-pid",
                Long.toString(ProcessHandle.current().pid()));

        // Of the hundred, each to two, those before the fortieth can be there when the half second is over.
        failed(result, "deliveries/s >= 300 was not met");
        assertThat(result.account().delivered()).isEqualTo(200);
        assertThat(result.account().missing()).isZero();
        assertThat(result.traffic().delivered()).isPositive().isLessThan(2 * TopicServer.TURN);
        assertThat(result.deliveriesPerSecond()).isEqualTo(result.traffic().delivered() / result.measuredSeconds());
        assertThat(result.traffic().bytes()).isEqualTo(result.traffic().delivered() * 256);
        assertThat(result.account().deliveredBytes()).isEqualTo(200 * 256);
        ServerUse use = Objects.requireNonNull(result.server());
        assertThat(use.cpuMicrosPerDelivery())
                .isCloseTo(use.cpuSeconds() * 1e6 / result.traffic().delivered(), withinPercentage(0.1));
    }

    @Test
    void aRampEndsWhereItsPromiseBreaks() throws Exception {
        RunResult result = ramp(Fault.LAG, "20", "0s");

        // The first step is over before the fortieth; the second has it in its middle.
        assertThat(result.ramp()).extracting(RampStep::rate).containsExactly(20.0, 60.0);
        assertThat(result.ramp()).extracting(RampStep::isKept).containsExactly(true, false);
        assertThat(result.account().published()).isLessThan(20 + 60 + 100 + 140);
    }

    @Test
    void whatWarmingUpLostIsChargedToNoStep() throws Exception {
        RunResult result = ramp(Fault.LOSE, "60", "1s");

        assertThat(result.account().lost()).isEqualTo(1);
        assertThat(result.ramp()).hasSize(3).allMatch(step -> step.missing() == 0 && step.isKept());
    }

    private static RunResult ramp(Fault fault, String from, String warmUp) throws Exception {
        return run(
                fault,
                "load.drain",
                "10s",
                "load.rate",
                "",
                "load.duration",
                "",
                "load.warm-up",
                warmUp,
                "subscriptions.channels",
                "1",
                "ramp.from",
                from,
                "ramp.step",
                "40",
                "ramp.to",
                "140",
                "ramp.hold",
                "1s",
                "ramp.promise",
                "300ms");
    }

    @Test
    void onlyReadsOfSubscribersCount() throws Exception {
        // Each publication to the one subscriber is a read of its own, and each is answered to its publisher.
        RunResult result = run(Fault.ANSWER, "connections.count", "1", "subscriptions.channels", "1");

        assertThat(result.client().deliveriesPerRead()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void aStallLeavesItsPublicationsUndelivered() throws Exception {
        Account account = failed(run(Fault.STALL, "subscriptions.channels", "1"), "61 undelivered");

        assertThat(account.undelivered()).isEqualTo(61);
        assertThat(account.lost()).isZero();
    }

    @Test
    void aCutConnectionIsNamedWithItsCode() throws Exception {
        Account account = failed(run(Fault.CUT, "subscriptions.channels", "1"), "the server closed with 4001 too slow");

        assertThat(account.disconnects()).isEqualTo(1);
        assertThat(account.cutOff()).isEqualTo(61);
        assertThat(account.undelivered()).isZero();
    }

    @Test
    void aRefusedSubscriptionEndsTheRunBeforeItBegins() {
        assertThatThrownBy(() -> run(Fault.REFUSE))
                .isInstanceOf(LoadFailure.class)
                .hasMessageContaining("4 of 4")
                .hasMessageContaining("ERR no such channel");
    }
}
