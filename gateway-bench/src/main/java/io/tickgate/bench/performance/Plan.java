package io.tickgate.bench.performance;

import static io.tickgate.bench.performance.Contestant.CENTRIFUGE;
import static io.tickgate.bench.performance.Contestant.FLOOR_BATCH;
import static io.tickgate.bench.performance.Contestant.FLOOR_EACH;
import static io.tickgate.bench.performance.Contestant.GATEWAY;
import static io.tickgate.bench.performance.Contestant.GATEWAY_URING;
import static io.tickgate.bench.performance.Contestant.UWS;

import io.tickgate.bench.performance.Row.Entry;
import io.tickgate.bench.performance.Row.Group;
import java.util.ArrayList;
import java.util.List;

/** What is measured, and what it must reach. */
final class Plan {
    private static final int[] SIZES = {64, 256, 1024};

    private Plan() {}

    /** Every group, in the order in which they are measured. */
    static List<Group> groups() {
        return List.of(
                new Group("saturated", List.of(Metric.CPU, Metric.DELIVERIES), false, saturated()),
                new Group("rate", List.of(Metric.CPU, Metric.P50, Metric.P99), false, rates()),
                new Group("channels", List.of(Metric.CPU, Metric.DELIVERIES), false, channels()),
                new Group("forms", List.of(Metric.CPU, Metric.DELIVERIES), false, forms()),
                new Group("cores", List.of(Metric.CPU, Metric.SHARE), false, cores()),
                new Group("memory", List.of(Metric.RESIDENT, Metric.PER_CONNECTION), false, memory()),
                new Group("start", List.of(Metric.ACCEPTED, Metric.READY, Metric.WELCOME_P99), false, start()),
                new Group("soak", List.of(Metric.GROWTH, Metric.RESIDENT), true, soak()));
    }

    private static List<Row> saturated() {
        List<Row> rows = new ArrayList<>();
        for (int size : SIZES) {
            Measurement load = Measurements.load(size, "--conns", "1000", "--saturate", "16");
            rows.add(Row.of(
                    "saturated-1000-" + size,
                    "1000 subscribers, " + size + " B",
                    FLOOR_BATCH,
                    Entry.of(FLOOR_BATCH, load),
                    Entry.of(
                            GATEWAY,
                            load,
                            Requirement.beside(FLOOR_BATCH, Metric.CPU, 1.1),
                            Requirement.beside(FLOOR_BATCH, Metric.DELIVERIES, 0.9),
                            Requirement.beside(UWS, Metric.CPU, 1),
                            Requirement.beside(CENTRIFUGE, Metric.CPU, 0.5)),
                    Entry.of(GATEWAY_URING, load, Requirement.beside(FLOOR_BATCH, Metric.CPU, 0.97)),
                    Entry.of(UWS, load),
                    Entry.of(CENTRIFUGE, load)));
        }
        for (int size : SIZES) {
            Measurement load = Measurements.load(size, "--conns", "5000", "--saturate", "16");
            rows.add(Row.of(
                    "saturated-5000-" + size,
                    "5000 subscribers, " + size + " B",
                    FLOOR_BATCH,
                    Entry.of(FLOOR_BATCH, load),
                    Entry.of(GATEWAY, load, Requirement.beside(FLOOR_BATCH, Metric.CPU, 1.15)),
                    Entry.of(GATEWAY_URING, load)));
        }
        return rows;
    }

    private static List<Row> rates() {
        List<Row> rows = new ArrayList<>();
        for (String[] shape : new String[][] {{"1000", "100"}, {"100", "1000"}}) {
            Measurement load = Measurements.load(256, "--conns", shape[0], "--rate", shape[1]);
            rows.add(Row.of(
                    "rate-" + shape[0] + "x" + shape[1],
                    shape[0] + " subscribers × " + shape[1] + "/s, 256 B",
                    FLOOR_EACH,
                    Entry.of(FLOOR_EACH, load),
                    Entry.of(
                            GATEWAY,
                            load,
                            Requirement.beside(FLOOR_EACH, Metric.CPU, 1.1),
                            Requirement.beside(FLOOR_EACH, Metric.P50, 1.25),
                            Requirement.beside(FLOOR_EACH, Metric.P99, 1.25)),
                    Entry.of(GATEWAY_URING, load),
                    Entry.of(UWS, load),
                    Entry.of(CENTRIFUGE, load)));
        }
        return rows;
    }

    private static List<Row> channels() {
        Measurement load = Measurements.load(
                256, "--conns", "1000", "--channels", "50", "--subs-per-conn", "5", "--saturate", "16");
        return List.of(Row.of(
                "channels-50",
                "50 channels, 5 on each of 1000 connections, saturated, 256 B",
                FLOOR_BATCH,
                Entry.of(FLOOR_BATCH, load),
                Entry.of(GATEWAY, load, Requirement.beside(FLOOR_BATCH, Metric.CPU, 0.6)),
                Entry.of(GATEWAY_URING, load)));
    }

    private static List<Row> forms() {
        return List.of(
                Row.of("forms-plain", "one channel by name, JSON", null, Entry.of(GATEWAY, Measurements.harness())),
                form("family", "the family", "subscriptions.by=family"),
                form("both", "half JSON, half MessagePack", "connections.format=both"),
                form("deflate", "deflate", "connections.deflate=true"));
    }

    private static Row form(String id, String work, String setting) {
        return Row.of(
                "forms-" + id,
                work,
                null,
                Entry.of(
                        GATEWAY,
                        Measurements.harness(setting),
                        Requirement.besideRow("forms-plain", GATEWAY, Metric.CPU, 1.15)));
    }

    private static List<Row> cores() {
        String[] load = {"--conns", "1000", "--rate", "100", "--size", "256"};
        return List.of(
                Row.of("cores-1", "one event loop, 1000 × 100/s", null, Entry.of(GATEWAY, Measurements.loops(1, load))),
                Row.of(
                        "cores-2",
                        "two event loops, 1000 × 100/s",
                        null,
                        Entry.of(
                                GATEWAY,
                                Measurements.loops(2, load),
                                Requirement.besideRow("cores-1", GATEWAY, Metric.CPU, 1.1),
                                Requirement.absolute(Metric.SHARE, 0.6))));
    }

    private static List<Row> memory() {
        return List.of(
                Row.of(
                        "memory-1000x100",
                        "1000 connections × 100/s, 256 B, 10 s",
                        null,
                        Entry.of(
                                GATEWAY,
                                Measurements.fresh(10, "--conns", "1000", "--rate", "100", "--size", "256"),
                                Requirement.absolute(Metric.RESIDENT, 72))),
                Row.of(
                        "memory-idle",
                        "10,000 idle connections, subscribed",
                        null,
                        Entry.of(GATEWAY, Measurements.idle(10_000), Requirement.absolute(Metric.PER_CONNECTION, 4)),
                        Entry.of(FLOOR_BATCH, Measurements.idle(10_000)),
                        Entry.of(UWS, Measurements.idle(10_000)),
                        Entry.of(CENTRIFUGE, Measurements.idle(10_000))));
    }

    private static List<Row> start() {
        return List.of(Row.of(
                "start",
                "`bin/gateway serve`, then 500 connects/s",
                null,
                Entry.of(
                        GATEWAY,
                        Measurements.start(),
                        Requirement.absolute(Metric.ACCEPTED, 0.4),
                        Requirement.absolute(Metric.READY, 0.8),
                        Requirement.absolute(Metric.WELCOME_P99, 5))));
    }

    private static List<Row> soak() {
        return List.of(Row.of(
                "soak-1000x100",
                "1000 connections × 100/s, 10 minutes; growth after the first two",
                null,
                Entry.of(
                        GATEWAY,
                        Measurements.growth(600, "--conns", "1000", "--rate", "100", "--size", "256"),
                        Requirement.absolute(Metric.GROWTH, 2))));
    }
}
