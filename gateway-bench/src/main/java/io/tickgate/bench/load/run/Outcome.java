package io.tickgate.bench.load.run;

import io.tickgate.bench.load.result.Account;
import io.tickgate.bench.load.result.ClientLimits;
import io.tickgate.bench.load.result.Expectation;
import io.tickgate.bench.load.result.Latency;
import io.tickgate.bench.load.result.Machine;
import io.tickgate.bench.load.result.PhaseResult;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.ServerUse;
import io.tickgate.bench.load.result.Target;
import io.tickgate.bench.load.result.Traffic;
import io.tickgate.bench.load.scenario.Scenario;
import io.tickgate.bench.load.scenario.TargetSpec;
import java.time.Instant;
import java.util.List;

/**
 * Puts together what a run leaves behind.
 *
 * <p><b>Owner:</b> the loop.
 */
final class Outcome {
    private final RunContext context;
    private final Fleet fleet;
    private final Sampler sampler;
    private final RampWatch ramp;

    Outcome(RunContext context, Fleet fleet, Sampler sampler, RampWatch ramp) {
        this.context = context;
        this.fleet = fleet;
        this.sampler = sampler;
        this.ramp = ramp;
    }

    /**
     * @param publishedForNanos how long publications went out
     * @param overdue publications that were due and never left
     */
    RunResult result(Instant startedAt, long publishedForNanos, long overdue) {
        Scenario scenario = context.scenario();
        Recorder recorder = context.recorder();
        Judge judge = new Judge(scenario);
        List<PhaseResult> phases = recorder.phases(publishedForNanos);
        Account account = account();
        Latency latency = recorder.measuredLatency();
        Traffic traffic = recorder.traffic();
        ServerUse use = sampler.serverUse(traffic.delivered());
        double seconds = phases.stream()
                .filter(phase -> !phase.isWarmUp())
                .mapToDouble(phase -> phase.duration().toNanos() / 1e9)
                .sum();
        ClientLimits limits = judge.limits(
                sampler.loopBusyShare(),
                sampler.loopWaitShare(),
                recorder.latenessP99Micros(),
                recorder.deliveriesPerRead());
        List<Expectation> expectations = judge.expectations(
                latency,
                recorder.connectP99Micros(),
                seconds == 0 ? 0 : traffic.delivered() / seconds,
                account.missing(),
                use);
        TargetSpec target = scenario.target();
        return new RunResult(
                scenario.name(),
                scenario.settings(),
                new Target(
                        target.label(),
                        target.url().toString(),
                        target.dialect().toString()),
                Machine.here(),
                startedAt,
                phases,
                account,
                traffic,
                latency,
                sampler.samples(),
                use,
                limits,
                ramp.steps(),
                expectations,
                judge.verdict(account, context.totals(), expectations, limits, overdue));
    }

    private Account account() {
        Totals totals = context.totals();
        Recorder recorder = context.recorder();
        return new Account(
                recorder.measured(true),
                recorder.measured(false),
                recorder.deliveredBytes(),
                fleet.lost(),
                fleet.outstanding(false),
                totals.doubled,
                totals.outOfOrder,
                totals.misrouted,
                totals.foreign,
                fleet.outstanding(true),
                totals.connects,
                totals.connectFailures,
                totals.disconnects,
                totals.publishErrors);
    }
}
