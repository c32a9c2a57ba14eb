package io.tickgate.bench.micro;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** One line for each benchmark, printed when it is done, and one for each figure that it counted itself; what JMH says beside results (a list, a failure's trace) goes to {@code err}. */
public final class ResultTable implements OutputFormat {
    private static final String ROW = "%-52s %-32s %14s %12s %12s%n";
    private static final String PROFILER = "gc.";
    private static final String ALLOCATED = PROFILER + "alloc.rate.norm";

    private final PrintWriter out;
    private final PrintWriter err;

    public ResultTable(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void startRun() {
        out.printf(ROW, "benchmark", "parameters", "time", "± 99.9%", "allocated");
        out.flush();
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        BenchmarkParams params = result.getParams();
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        out.printf(
                ROW,
                shortName(params.getBenchmark()),
                parameters(params),
                number(time.getScore()) + " " + time.getScoreUnit(),
                number(time.getScoreError()),
                allocated == null ? "" : number(allocated.getScore()) + " B/op");
        result.getSecondaryResults().forEach((name, figure) -> {
            if (!name.startsWith(PROFILER)) {
                out.printf("  %-50s %s%n", name, number(figure.getScore()));
            }
        });
        out.flush();
    }

    /** Class and method. */
    private static String shortName(String benchmark) {
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }

    private static String parameters(BenchmarkParams params) {
        return params.getParamsKeys().stream()
                .map(key -> key + "=" + params.getParam(key))
                .collect(Collectors.joining(" "));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }

    @Override
    public void print(String text) {
        err.print(text);
    }

    /** Progress, which begins with #, would only tear the table apart; lists and failures are wanted. */
    @Override
    public void println(String text) {
        if (!text.isBlank() && !text.startsWith("#")) {
            err.println(text);
        }
    }

    @Override
    public void flush() {
        out.flush();
        err.flush();
    }

    @Override
    public void close() {
        flush();
    }

    @Override
    public void write(int value) {
        err.write(value);
    }

    @Override
    public void write(byte[] bytes) {
        err.print(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void startBenchmark(BenchmarkParams params) {}

    @Override
    public void iteration(BenchmarkParams params, IterationParams iterationParams, int number) {}

    @Override
    public void iterationResult(
            BenchmarkParams params, IterationParams iterationParams, int number, IterationResult result) {}

    @Override
    public void endRun(Collection<RunResult> results) {}

    @Override
    public void verbosePrintln(String text) {}
}
