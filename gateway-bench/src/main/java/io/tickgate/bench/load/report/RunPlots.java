package io.tickgate.bench.load.report;

import io.tickgate.bench.load.result.Latency;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.SecondSample;
import io.tickgate.bench.markup.Show;
import io.tickgate.bench.plot.Axis;
import io.tickgate.bench.plot.Line;
import io.tickgate.bench.plot.Line.Point;
import io.tickgate.bench.plot.Plot;
import io.tickgate.bench.plot.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The plots of one run, or of several on the same axes. One run shows more lines, several one line each. */
final class RunPlots {
    private static final Axis TIME = new Axis("time, s", Scale.LINEAR, Show::digits);
    private static final Axis PERCENTILES = new Axis("percentile of deliveries", Scale.PERCENTILE, Show::percentile);
    private static final Axis LATENCY = new Axis("latency", Scale.LOG, Show::micros);

    private final List<RunResult> runs;
    private final List<String> names;

    /** @param names of the runs, each once */
    RunPlots(List<RunResult> runs, List<String> names) {
        this.runs = runs;
        this.names = names;
    }

    /** Those that have something to show. */
    List<Plot> all() {
        List<Plot> plots = new ArrayList<>(List.of(byPercentile(), latencyOverTime(), throughput(), processor()));
        plots.add(memory());
        plots.add(ramp());
        return plots.stream().filter(plot -> !plot.lines().isEmpty()).toList();
    }

    private Plot byPercentile() {
        return new Plot(
                "by-percentile",
                "Latency by percentile",
                describe(run -> "half of the deliveries within "
                        + Show.micros(run.latency().at(50)) + ", 99 % within "
                        + Show.micros(run.latency().at(99)) + ", the latest after "
                        + Show.micros(run.latency().max())),
                PERCENTILES,
                LATENCY,
                lines(run -> run.latency().curve().stream()
                        .filter(point -> point.percentile() < 100)
                        .map(point -> new Point(point.percentile(), atLeastOne(point)))
                        .toList()));
    }

    /** A logarithmic axis has no 0. */
    private static double atLeastOne(Latency.Point point) {
        return Math.max(1, point.micros());
    }

    private Plot latencyOverTime() {
        List<Line> lines = runs.size() == 1
                ? List.of(
                        new Line("p50", overTime(runs.get(0), latency(SecondSample::p50Micros))),
                        new Line("p99", overTime(runs.get(0), latency(SecondSample::p99Micros))),
                        new Line("max", overTime(runs.get(0), latency(SecondSample::maxMicros))))
                : lines(run -> overTime(run, latency(SecondSample::p99Micros)));
        return new Plot(
                "latency-over-time",
                runs.size() == 1 ? "Latency over time" : "99th percentile of latency over time",
                describe(run -> "the worst second had a 99th percentile of "
                        + Show.micros(run.seconds().stream()
                                .mapToLong(SecondSample::p99Micros)
                                .max()
                                .orElse(0))),
                TIME,
                LATENCY,
                lines);
    }

    private static ToDoubleFunction<SecondSample> latency(ToDoubleFunction<SecondSample> micros) {
        return second -> second.delivered() == 0 ? Double.NaN : Math.max(1, micros.applyAsDouble(second));
    }

    private Plot throughput() {
        return new Plot(
                "throughput",
                "Deliveries over time",
                describe(run -> Show.amount(run.deliveriesPerSecond()) + " deliveries a second on average"),
                TIME,
                new Axis("deliveries per second", Scale.LINEAR, Show::amount),
                lines(run -> overTime(run, SecondSample::delivered)));
    }

    private Plot processor() {
        List<Line> lines = runs.size() == 1
                ? List.of(
                        new Line("server", overTime(runs.get(0), RunPlots::serverCpu)),
                        new Line("client", overTime(runs.get(0), SecondSample::clientCpuPercent)))
                : lines(run -> overTime(run, RunPlots::serverCpu));
        return new Plot(
                "processor",
                runs.size() == 1 ? "Processor over time" : "The server's processor over time",
                describe(run -> run.server() == null
                        ? "the server's is not known"
                        : "the server took "
                                + Show.percent(100 * run.server().cpuSeconds() / run.measuredSeconds())
                                + " of one processor"),
                TIME,
                new Axis("% of one processor", Scale.LINEAR, Show::digits),
                lines.stream().filter(RunPlots::isKnown).toList());
    }

    private static double serverCpu(SecondSample second) {
        return second.server() == null ? Double.NaN : second.server().cpuPercent();
    }

    private Plot memory() {
        return new Plot(
                "memory",
                "The server's memory over time",
                describe(run -> run.server() == null
                        ? "not known"
                        : Show.bytes(run.server().rssPeakBytes()) + " resident at most"),
                TIME,
                new Axis("resident, MiB", Scale.LINEAR, Show::digits),
                lines(run -> overTime(
                                run,
                                second -> second.server() == null
                                        ? Double.NaN
                                        : second.server().rssBytes() / 1048576.0))
                        .stream()
                        .filter(RunPlots::isKnown)
                        .toList());
    }

    private static boolean isKnown(Line line) {
        return line.points().stream().anyMatch(point -> !Double.isNaN(point.y()));
    }

    private Plot ramp() {
        return new Plot(
                "ramp",
                "Latency by rate (99th percentile; a cross: the promise was broken)",
                describe(run -> run.ramp().stream()
                        .map(step -> Show.amount(step.rate()) + "/s: p99 " + Show.micros(step.p99Micros())
                                + (step.isKept() ? ", kept" : ", broken"))
                        .collect(Collectors.joining("; "))),
                new Axis("publications per second", Scale.LINEAR, Show::amount),
                LATENCY,
                lines(run -> run.ramp().stream()
                        .sorted((a, b) -> Double.compare(a.rate(), b.rate()))
                        .map(step -> new Point(step.rate(), Math.max(1, step.p99Micros()), !step.isKept()))
                        .toList()));
    }

    private List<Line> lines(Function<RunResult, List<Point>> points) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            lines.add(new Line(names.get(i), points.apply(runs.get(i))));
        }
        return lines;
    }

    private static List<Point> overTime(RunResult run, ToDoubleFunction<SecondSample> value) {
        return run.seconds().stream()
                .map(second -> new Point(second.second(), value.applyAsDouble(second)))
                .toList();
    }

    private String describe(Function<RunResult, String> words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < runs.size(); i++) {
            text.append(i == 0 ? "" : ". ").append(names.get(i)).append(": ").append(words.apply(runs.get(i)));
        }
        return text.toString();
    }
}
