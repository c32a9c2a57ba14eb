package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.Account;
import io.tickgate.bench.load.result.ClientLimits;
import io.tickgate.bench.load.result.Expectation;
import io.tickgate.bench.load.result.Latency;
import io.tickgate.bench.load.result.Machine;
import io.tickgate.bench.load.result.PhaseResult;
import io.tickgate.bench.load.result.RampStep;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.SecondSample;
import io.tickgate.bench.load.result.SecondSample.ServerSecond;
import io.tickgate.bench.load.result.ServerUse;
import io.tickgate.bench.load.result.Target;
import io.tickgate.bench.load.result.Traffic;
import io.tickgate.bench.load.result.Verdict;
import io.tickgate.bench.load.result.Verdict.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Results whose every figure is known. */
final class MadeUp {
    static final Account CLEAN = new Account(6_000, 600_000, 153_600_000, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0);
    static final Account BROKEN = new Account(6_000, 599_990, 153_600_000, 7, 1, 5, 4, 3, 2, 6, 100, 8, 9, 10);

    /** A thousandth of what was due came later. */
    static final Traffic TRAFFIC = new Traffic(6_000, 599_400, 153_446_400);

    private MadeUp() {}

    static RunResult run(String label) {
        return run(label, CLEAN, new Verdict(Outcome.PASSED, "everything arrived, every expectation was met"));
    }

    /** Latencies of 1 to 10,000 µs; 60 s at 100 publications/s, of which the first 10 s are warm-up. */
    static RunResult run(String label, Account account, Verdict verdict) {
        return new RunResult(
                "quotes <fast>",
                settings(),
                new Target(label, "ws://127.0.0.1:8001/ws", "gateway"),
                new Machine("Linux 6.1 amd64", 2, "Some & Any CPU", "OpenJDK 17"),
                Instant.parse("2026-01-31T12:00:00Z"),
                List.of(
                        new PhaseResult("warm up", 100, Duration.ofSeconds(10), true, 1_000, 100_000, Latency.none()),
                        new PhaseResult("steady", 100, Duration.ofSeconds(60), false, 6_000, 600_000, latency())),
                account,
                TRAFFIC,
                latency(),
                IntStream.range(0, 70).mapToObj(MadeUp::second).toList(),
                new ServerUse(1.8, 3.0, 70 << 20, 75 << 20, 72 << 20),
                new ClientLimits(0.34, 900, 1.1, false, "the client had two thirds of its time left"),
                List.of(
                        new RampStep(100, 10_000, 1_800, 4_000, 0, true),
                        new RampStep(200, 19_000, 2_500, 61_000, 12, false)),
                List.of(new Expectation("p99 <= 50 ms", "9.9 ms", true), new Expectation("p50 <= 1 ms", "5 ms", false)),
                verdict);
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("connections", "100");
        settings.put("channel", "market_data:\"A&B\"");
        settings.put("bytes", "256");
        return settings;
    }

    private static Latency latency() {
        Histogram micros = new Histogram(3);
        for (int i = 1; i <= 10_000; i++) {
            micros.recordValue(i);
        }
        return Latency.of(micros);
    }

    /** In second 5 nothing arrives; of second 6 nothing is known about the server. */
    private static SecondSample second(int number) {
        boolean isSilent = number == 5;
        return new SecondSample(
                number,
                100,
                isSilent ? 0 : 10_000,
                isSilent ? 0 : 2_560_000,
                isSilent ? 0 : 1_800,
                isSilent ? 0 : 4_000 + number,
                isSilent ? 0 : 9_000,
                number == 6 ? null : new ServerSecond(29.5, (70L << 20) + number),
                12.5);
    }
}
