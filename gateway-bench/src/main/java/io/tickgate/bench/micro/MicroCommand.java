package io.tickgate.bench.micro;

import io.tickgate.bench.memory.LoopThreads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench micro}: runs JMH. Its forks inherit the flags of this process, which are those of a gateway. */
@Command(
        name = "micro",
        description = {
            "Runs benchmarks of single steps (JMH), and prints the time and the heap that one step takes.",
            "The defaults are for a first look; take more forks and iterations for figures to keep."
        })
public final class MicroCommand implements Callable<Integer> {
    /** What runs where no pattern is given; benchmarks of other packages are asked for by name. */
    private static final String ALL = "io\\.tickgate\\.bench\\.micro\\.";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = ALL,
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "A regular expression that a benchmark's name contains; all by default.")
    private String pattern = ALL;

    @Option(names = "--list", description = "List the benchmarks that match, and run none.")
    private boolean list;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Processes for each benchmark, 1 to 100; 0 runs within this one, to debug. Default: ${DEFAULT-VALUE}")
    private int forks;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            defaultValue = "2",
            description = "Iterations that do not count, 0 to 1000. Default: ${DEFAULT-VALUE}")
    private int warmups;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "3",
            description = "Iterations that count, 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int iterations;

    @Option(
            names = "--time",
            paramLabel = "MS",
            defaultValue = "500",
            description = "Milliseconds of an iteration, 1 to 600000. Default: ${DEFAULT-VALUE}")
    private int millis;

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=A,B",
            description = "Values of a parameter, in place of all; may be given again.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write JMH's results there, too.")
    private @Nullable Path json;

    /** @throws IOException when a benchmark fails, or the file cannot be written */
    @Override
    public Integer call() throws IOException {
        check(forks, 0, 100, "--forks");
        check(warmups, 0, 1000, "--warmup");
        check(iterations, 1, 1000, "--iterations");
        check(millis, 1, 600_000, "--time");
        PrintWriter out = spec().commandLine().getOut();
        try {
            if (list) {
                new Runner(new OptionsBuilder().include(pattern).build(), new ResultTable(out, out)).list();
            } else {
                new Runner(
                                options().build(),
                                new ResultTable(out, spec().commandLine().getErr()))
                        .run();
            }
        } catch (NoBenchmarksException e) {
            throw new ParameterException(spec().commandLine(), "no benchmark matches \"" + pattern + "\"", e);
        } catch (RunnerException e) {
            throw new IOException("a benchmark failed: " + e.getMessage(), e);
        }
        return 0;
    }

    private ChainedOptionsBuilder options() throws IOException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .forks(forks)
                .warmupIterations(warmups)
                .measurementIterations(iterations)
                .warmupTime(TimeValue.milliseconds(millis))
                .measurementTime(TimeValue.milliseconds(millis))
                .shouldFailOnError(true)
                .jvmArgsAppend(LoopThreads.jvmArguments())
                .addProfiler(GCProfiler.class);
        parameters.forEach((name, values) -> options.param(name, values.split(",", -1)));
        if (json != null) {
            // JMH would say so only after the last benchmark.
            Files.write(json, new byte[0]);
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        return options;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec;
    }

    private void check(int value, int min, int max, String option) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec().commandLine(), option + " must be " + min + " to " + max + ", was " + value);
        }
    }
}
