package io.tickgate.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

class MicroBenchmarksTest {
    @BeforeAll
    static void letSeveralBuildsRunAtOnce() {
        // JMH's lock keeps benchmarks from disturbing each other; here no time is looked at.
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        Collection<RunResult> results = new Runner(
                        new OptionsBuilder()
                                .include("\\.micro\\.")
                                .param("subscribers", "1", "20")
                                .param("staying", "0", "20")
                                .forks(0)
                                .warmupIterations(0)
                                .measurementIterations(1)
                                .measurementTime(TimeValue.milliseconds(2))
                                .shouldFailOnError(true)
                                .build(),
                        new ResultTable(new PrintWriter(out), new PrintWriter(err)))
                .run();

        assertThat(results).hasSizeGreaterThan(100);
        assertThat(out.toString().lines()).hasSize(results.size() + 1);
        assertThat(err.toString()).doesNotContain("Exception");
    }
}
