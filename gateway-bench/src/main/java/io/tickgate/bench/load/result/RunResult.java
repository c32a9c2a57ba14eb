package io.tickgate.bench.load.result;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One load run from its beginning to its verdict.
 *
 * @param scenario the name of what was run
 * @param settings every effective setting, as the operator would write it, in the order in which the scenario names them
 * @param startedAt when the first phase began
 * @param phases at least one, in order
 * @param account published, delivered and their bytes without warm-up, all else from the first connection on
 * @param traffic of the measured time: what rates are made of
 * @param latency of what was due in the measured time, without warm-up
 * @param seconds one per second from the first phase's beginning, warm-up included
 * @param server null when the server's process is not known
 * @param ramp empty when the run sought no highest rate
 * @param expectations empty when the scenario has none
 */
public record RunResult(
        String scenario,
        Map<String, String> settings,
        Target target,
        Machine machine,
        Instant startedAt,
        List<PhaseResult> phases,
        Account account,
        Traffic traffic,
        Latency latency,
        List<SecondSample> seconds,
        @Nullable ServerUse server,
        ClientLimits client,
        List<RampStep> ramp,
        List<Expectation> expectations,
        Verdict verdict) {

    public RunResult {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        phases = List.copyOf(phases);
        seconds = List.copyOf(seconds);
        ramp = List.copyOf(ramp);
        expectations = List.copyOf(expectations);
    }

    /** The measured time in seconds: what rates over the whole run are divided by. Never 0. */
    public double measuredSeconds() {
        double sum = phases.stream()
                .filter(phase -> !phase.isWarmUp())
                .mapToDouble(phase -> phase.duration().toNanos() / 1e9)
                .sum();
        return Math.max(sum, 1e-9);
    }

    /** Deliveries that arrived, per second over the measured time. */
    public double deliveriesPerSecond() {
        return traffic.delivered() / measuredSeconds();
    }

    /** Bytes of WebSocket payloads that arrived, per second over the measured time. */
    public double bytesPerSecond() {
        return traffic.bytes() / measuredSeconds();
    }

    /** Publications per second over the measured time. */
    public double publicationsPerSecond() {
        return traffic.published() / measuredSeconds();
    }
}
