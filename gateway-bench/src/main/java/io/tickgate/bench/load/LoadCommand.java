package io.tickgate.bench.load;

import io.tickgate.bench.load.report.ProgressLine;
import io.tickgate.bench.load.report.ResultFiles;
import io.tickgate.bench.load.report.TextReport;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.Verdict;
import io.tickgate.bench.load.run.LoadFailure;
import io.tickgate.bench.load.run.LoadRun;
import io.tickgate.bench.load.scenario.Scenario;
import io.tickgate.bench.load.scenario.ScenarioLoader;
import io.tickgate.core.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads a server as a scenario says, and accounts for every delivery. */
@Command(
        name = "load",
        description = "Loads a server as a scenario says, and accounts for every delivery.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:everything arrived, and every expectation was met",
            " 1:deliveries went wrong, or an expectation was not met",
            " 2:wrong usage, or a scenario with mistakes",
            " 3:not everybody could be connected and subscribed"
        },
        footer = {
            "",
            "Examples:",
            "  bench load config/bench/guide.yaml --server-pid $(pgrep -f tickgate)",
            "  bench load --connections 1000 --rate 500 --duration 30s",
            "  bench load config/bench/ramp.yaml --set ramp.promise=20ms --out results"
        })
public final class LoadCommand implements Callable<Integer> {
    private static final int GOOD = 0;
    private static final int BROKEN = 1;
    private static final int MISTAKE = 2;
    private static final int NOT_CONNECTED = 3;

    /** How long the end of the process waits for the report of a run that was interrupted. */
    private static final long REPORT_SECONDS_MAX = 60;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SCENARIO", description = "A YAML file; without one the defaults apply.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Says a key otherwise than the file, such as publishers.via=http or phases[0].rate=50.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--url", paramLabel = "URL", description = "target.url: where the server listens.")
    private @Nullable String url;

    @Option(names = "--dialect", paramLabel = "NAME", description = "target.dialect: gateway, topic or centrifugo.")
    private @Nullable String dialect;

    @Option(
            names = "--server-pid",
            paramLabel = "PID[,PID]",
            description = "target.server-pid: whose CPU and memory are watched.")
    private @Nullable String serverPid;

    @Option(names = "--connections", paramLabel = "N", description = "connections.count: how many subscribers.")
    private @Nullable String connections;

    @Option(names = "--rate", paramLabel = "N", description = "load.rate: publications per second in all.")
    private @Nullable String rate;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "load.duration: how long is measured, such as 30s.")
    private @Nullable String duration;

    @Option(
            names = "--out",
            paramLabel = "DIRECTORY",
            description = "Also writes the result as text, JSON, percentiles (.hgrm) and a page with plots.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Scenario scenario;
        try {
            scenario = scenario();
        } catch (ConfigException e) {
            e.faults().forEach(fault -> err().println("bench load: " + fault.getMessage()));
            return MISTAKE;
        }
        return run(scenario);
    }

    private Scenario scenario() {
        Map<String, String> flags = new LinkedHashMap<>(settings);
        Map<String, String> names = new LinkedHashMap<>();
        put(flags, names, "target.url", "--url", url);
        put(flags, names, "target.dialect", "--dialect", dialect);
        put(flags, names, "target.server-pid", "--server-pid", serverPid);
        put(flags, names, "connections.count", "--connections", connections);
        put(flags, names, "load.rate", "--rate", rate);
        put(flags, names, "load.duration", "--duration", duration);
        return ScenarioLoader.load(file, flags, names);
    }

    private static void put(
            Map<String, String> flags, Map<String, String> names, String key, String flag, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
            names.put(key, flag);
        }
    }

    private int run(Scenario scenario) throws IOException, InterruptedException {
        CountDownLatch reported = new CountDownLatch(1);
        try {
            RunResult result = measure(scenario, reported);
            report(result);
            return result.verdict().outcome() == Verdict.Outcome.FAILED ? BROKEN : GOOD;
        } catch (LoadFailure e) {
            err().println("bench load: " + e.getMessage());
            return NOT_CONNECTED;
        } finally {
            reported.countDown();
        }
    }

    private static RunResult measure(Scenario scenario, CountDownLatch reported)
            throws LoadFailure, InterruptedException {
        try (ProgressLine line = ProgressLine.onStandardError()) {
            LoadRun run = new LoadRun(scenario, line);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endEarly(run, reported), "interruption"));
            return run.run();
        }
    }

    /** Runs while the process ends, and holds that up until what was measured has been reported. */
    private static void endEarly(LoadRun run, CountDownLatch reported) {
        if (reported.getCount() == 0) {
            return;
        }
        run.stopEarly();
        try {
            reported.await(REPORT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(RunResult result) throws IOException {
        out().println(TextReport.of(result));
        if (out != null) {
            for (Path written : ResultFiles.write(out, result.scenario().replace(' ', '-'), result)) {
                out().println("wrote " + written);
            }
        }
        out().flush();
    }

    private PrintWriter out() {
        return commandSpec().commandLine().getOut();
    }

    private PrintWriter err() {
        return commandSpec().commandLine().getErr();
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec;
    }
}
