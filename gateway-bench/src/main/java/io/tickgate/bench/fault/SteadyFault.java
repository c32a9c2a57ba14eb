package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.GatewayLaunch;
import io.tickgate.bench.GatewayProcess;
import io.tickgate.bench.load.report.ProgressLine;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.SecondSample.ServerSecond;
import io.tickgate.bench.load.result.Verdict;
import io.tickgate.bench.load.run.LoadFailure;
import io.tickgate.bench.load.run.LoadRun;
import io.tickgate.bench.load.scenario.ScenarioLoader;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** No fault but time: a steady load with clients that come and go, under which nothing may grow. */
final class SteadyFault implements Fault {
    private static final double GROWTH_MIB_MAX = 16;

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public String promise() {
        return "under a steady load everything arrives, no buffer leaks, and memory and descriptors do not grow";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public String run(Extent extent) throws BrokenPromiseException, IOException, InterruptedException {
        // Each buffer that is kept has a trace on the heap, which is more than the buffer.
        GatewayLaunch launch = GatewayLaunch.of("limits.memory=1GiB", "channels.chart_updates.history.size=200")
                .with(
                        "GATEWAY_JAVA_OPTS",
                        "-Dio.netty.leakDetection.level=paranoid -Dio.netty.leakDetection.targetRecords=1");
        try (GatewayProcess gateway = GatewayProcess.start(launch);
                ProgressLine line = ProgressLine.onStandardError()) {
            long descriptorsBefore = ChurnFault.descriptors(gateway.pid());
            Map<String, String> flags = new LinkedHashMap<>();
            flags.put("target.url", "ws://127.0.0.1:" + gateway.port());
            flags.put("target.server-pid", Long.toString(gateway.pid()));
            flags.put("connections.count", "50");
            flags.put("subscriptions.family", "chart_updates");
            flags.put("subscriptions.channels", "20");
            flags.put("subscriptions.per-connection", "2");
            flags.put("publishers.count", "2");
            flags.put("load.rate", "500");
            flags.put("load.warm-up", "30s");
            flags.put("load.duration", extent.steady().toSeconds() + "s");
            flags.put("churn.per-second", "5");
            flags.put("churn.recover", "true");
            RunResult result = new LoadRun(ScenarioLoader.load(null, flags, Map.of()), line).run();

            require(
                    result.verdict().outcome() != Verdict.Outcome.FAILED,
                    result.verdict().text());
            long leaks =
                    gateway.log().stream().filter(said -> said.contains("LEAK")).count();
            require(leaks == 0, leaks + " leaks in the log");
            List<Double> resident = residentMib(result);
            double growth = mean(resident, 3) - mean(resident, 1);
            require(
                    growth < GROWTH_MIB_MAX,
                    String.format(Locale.ROOT, "it grew by %.1f MiB in half of the time", growth));
            Crowd.awaitAnywhere("the load's connections are gone", Duration.ofSeconds(20), () -> {
                try {
                    return ChurnFault.descriptors(gateway.pid()) <= descriptorsBefore + 5;
                } catch (IOException e) {
                    return false;
                }
            });
            return String.format(
                    Locale.ROOT,
                    "%d deliveries in %d s, none lost, doubled or out of order; resident %.1f MiB after the warm-up, %.1f at the"
                            + " end, slope %+.1f MiB/h; descriptors %d -> %d; 0 leaks",
                    result.account().delivered(),
                    extent.steady().toSeconds(),
                    resident.get(0),
                    resident.get(resident.size() - 1),
                    slopePerHour(resident),
                    descriptorsBefore,
                    ChurnFault.descriptors(gateway.pid()));
        } catch (LoadFailure e) {
            throw new BrokenPromiseException(String.valueOf(e.getMessage()));
        }
    }

    /** One for each second, from the end of the warm-up on. */
    private static List<Double> residentMib(RunResult result) {
        long warmUp = result.phases().stream()
                .filter(phase -> phase.isWarmUp())
                .mapToLong(phase -> phase.duration().toSeconds())
                .sum();
        return result.seconds().stream()
                .filter(second -> second.second() >= warmUp)
                .map(second -> second.server())
                .filter(Objects::nonNull)
                .map(ServerSecond::rssBytes)
                .map(bytes -> bytes / (double) (1 << 20))
                .toList();
    }

    /** Of one quarter of the values, counted from 0. */
    private static double mean(List<Double> values, int quarter) {
        return values.subList(values.size() * quarter / 4, values.size() * (quarter + 1) / 4).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    /** Of the line through all of them that fits best. */
    static double slopePerHour(List<Double> perSecond) {
        int count = perSecond.size();
        double meanSecond = (count - 1) / 2.0;
        double mean =
                perSecond.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < count; i++) {
            covariance += (i - meanSecond) * (perSecond.get(i) - mean);
            variance += (i - meanSecond) * (i - meanSecond);
        }
        return variance == 0 ? 0 : covariance / variance * 3_600;
    }
}
