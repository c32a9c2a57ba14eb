package io.tickgate.bench.guide;

import io.tickgate.bench.GatewayProcess;
import io.tickgate.bench.load.report.TextReport;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.Verdict;
import io.tickgate.bench.load.run.LoadFailure;
import io.tickgate.bench.load.run.LoadRun;
import io.tickgate.bench.load.scenario.ScenarioLoader;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A thousand publications a second, each due at its time whether the one before has arrived or not, to a hundred
 * subscribers of a gateway in a process of its own: 99 of 100 deliveries within 50 ms of when they were due, none lost,
 * doubled or out of order. A run that misses any of it fails.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
public class GuideTargets {
    /** How long is measured. */
    @Param("30")
    public int seconds;

    /** How long is published first, so that compilers are done. */
    @Param("5")
    public int warmUpSeconds;

    private GatewayProcess gateway;

    /** What was found, beside JMH's own result. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Figures {
        public double publicationsPerSecond;
        public long deliveries;
        public long missing;
        public double millisP50;
        public double millisP99;
        public double millisMax;

        void take(RunResult result) {
            publicationsPerSecond = result.publicationsPerSecond();
            deliveries = result.account().delivered();
            missing = result.account().missing();
            millisP50 = result.latency().at(50) / 1e3;
            millisP99 = result.latency().at(99) / 1e3;
            millisMax = result.latency().max() / 1e3;
        }
    }

    @Setup
    public void start() throws IOException {
        gateway = GatewayProcess.start();
    }

    @TearDown
    public void stop() {
        gateway.close();
    }

    /** @throws MissedTargetException with the whole report, when a target was missed */
    @Benchmark
    public RunResult thousandPerSecondToAHundred(Figures figures)
            throws LoadFailure, InterruptedException, MissedTargetException {
        Map<String, String> settings = Map.of(
                "target.url",
                "ws://127.0.0.1:" + gateway.port(),
                "target.server-pid",
                Long.toString(gateway.pid()),
                "connections.count",
                "100",
                "load.rate",
                "1000",
                "load.warm-up",
                warmUpSeconds + "s",
                "load.duration",
                seconds + "s",
                "expect.p99",
                "50ms");
        RunResult result = new LoadRun(ScenarioLoader.load(null, settings, Map.of()), progress -> {}).run();
        figures.take(result);
        // A client at its limit makes deliveries look late, never early: met is met.
        if (result.verdict().outcome() == Verdict.Outcome.FAILED) {
            throw new MissedTargetException(TextReport.of(result));
        }
        return result;
    }
}
