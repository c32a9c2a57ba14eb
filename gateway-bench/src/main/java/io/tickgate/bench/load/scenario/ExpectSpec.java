package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * What the run must show. Nothing doubled, out of order or misrouted is expected always.
 *
 * @param p50 what half of the deliveries must not exceed; zero for no promise, as with the other durations
 * @param connect what the 99th percentile of the time from connecting to the confirmed subscription must not exceed
 * @param missing how many deliveries may be missing
 * @param deliveriesPerSecond how many there must be at least; 0 for no promise
 * @param memoryBytes how much the server may have resident; 0 for no promise
 */
public record ExpectSpec(
        Duration p50,
        Duration p99,
        Duration p999,
        Duration max,
        Duration connect,
        int missing,
        int deliveriesPerSecond,
        long memoryBytes) {
    static final Setting<Duration> P50 = latency("p50", "What half of the deliveries must not exceed");
    static final Setting<Duration> P99 = latency("p99", "What 99 of 100 must not exceed");
    static final Setting<Duration> P999 = latency("p999", "What 999 of 1000 must not exceed");
    static final Setting<Duration> MAX = latency("max", "What none must exceed");
    static final Setting<Duration> CONNECT =
            latency("connect-p99", "What 99 of 100 connections may take to be subscribed");
    static final Setting<Integer> MISSING =
            Setting.integer("expect.missing", 0, Integer.MAX_VALUE, 0, "How many deliveries may be missing.");
    static final Setting<Integer> DELIVERIES = Setting.integer(
            "expect.deliveries-per-second", 0, Integer.MAX_VALUE, 0, "How many there must be; 0 for no promise.");
    static final Setting<Long> MEMORY = Setting.size(
            "expect.memory", "0B", "1024GiB", "0B", "What the server may have resident at most; 0 for no promise.");

    static final List<Setting<?>> ALL = List.of(P50, P99, P999, MAX, CONNECT, MISSING, DELIVERIES, MEMORY);

    private static Setting<Duration> latency(String name, String doc) {
        return Setting.duration("expect." + name, "0s", "10m", "0s", doc + "; 0s for no promise.");
    }

    static ExpectSpec of(ScenarioValues values) {
        return new ExpectSpec(
                values.get(P50),
                values.get(P99),
                values.get(P999),
                values.get(MAX),
                values.get(CONNECT),
                values.get(MISSING),
                values.get(DELIVERIES),
                values.get(MEMORY));
    }
}
