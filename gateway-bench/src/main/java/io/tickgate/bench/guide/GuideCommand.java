package io.tickgate.bench.guide;

import io.tickgate.bench.micro.ResultTable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench guide}: runs {@link GuideTargets} once. */
@Command(
        name = "guide",
        description = {
            "Verifies the guide's two targets: 1000 publications per second to 100 subscribers, 99 of 100 deliveries within "
                    + "50 ms of when they were due, none lost, doubled or out of order.",
            "Starts a gateway of its own. Exit code 1 says that a target was missed."
        })
public final class GuideCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long is measured, 1 to 3600. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds that are published first and do not count, 0 to 600. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        check(spec, seconds, 1, 3_600, "--seconds");
        check(spec, warmUp, 0, 600, "--warm-up");
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            new Runner(
                            new OptionsBuilder()
                                    .include(GuideTargets.class.getName())
                                    .param("seconds", Integer.toString(seconds))
                                    .param("warmUpSeconds", Integer.toString(warmUp))
                                    .shouldFailOnError(true)
                                    .build(),
                            new ResultTable(out, err))
                    .run();
            out.println("The guide's targets are met.");
            return 0;
        } catch (RunnerException e) {
            // What was missed was printed when it happened.
            err.println("bench guide: the targets are not met: " + e.getMessage());
            return 1;
        }
    }

    private static void check(CommandSpec spec, int value, int min, int max, String option) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be " + min + " to " + max + ", was " + value);
        }
    }
}
