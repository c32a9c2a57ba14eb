package io.tickgate.bench.performance;

import io.tickgate.bench.performance.Row.Group;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench report}: measures the gateway beside floor and rivals, and writes {@code docs/PERFORMANCE.md}. */
@Command(
        name = "report",
        description = {
            "Measures the gateway beside the floor and its rivals, in turn, and writes docs/PERFORMANCE.md.",
            "The server has processor 0 and the load processor 1, so two are needed, and nothing else should run."
        })
public final class ReportCommand implements Callable<Integer> {
    private static final Path HOME = Path.of(System.getProperty("gateway.home", "."));

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--tools",
            paramLabel = "DIR",
            description = "Where the programs pushload (the load) and rawfan (the floor) are.")
    private @Nullable Path tools;

    @Option(
            names = "--peers",
            paramLabel = "DIR",
            description =
                    "Where the script peers is, which starts the rivals uws and centrifuge. Default: without rivals.")
    private @Nullable Path peers;

    @Option(
            names = "--gateway",
            paramLabel = "FILE",
            description = "The script that starts the gateway. Default: bin/gateway beside this one.")
    private Path gateway = HOME.resolve("bin/gateway");

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "1 to 100. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Of each measurement, 1 to 600. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "25",
            description = "Seconds of load before a gateway counts, 0 to 600. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "GROUP",
            description =
                    "Measure these groups: saturated, rate, channels, forms, cores, memory, start, and soak, which takes ten "
                            + "minutes a round and is measured only when it is named.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--resume", description = "Keep what was measured before, and go on from there.")
    private boolean resume;

    @Option(names = "--no-measuring", description = "Only write the document again, from what was measured before.")
    private boolean noMeasuring;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "600",
            description = "Begin no measurement after so many minutes. Default: ${DEFAULT-VALUE}")
    private int minutes;

    @Option(
            names = "--raw",
            paramLabel = "DIR",
            description = "Where each measurement's JSON is kept. Default: gateway-bench/target/performance")
    private Path raw = HOME.resolve("gateway-bench/target/performance");

    @Option(
            names = "--prose",
            paramLabel = "DIR",
            description = "The text around the tables. Default: docs/performance")
    private Path prose = HOME.resolve("docs/performance");

    @Option(names = "--out", paramLabel = "FILE", description = "The document. Default: docs/PERFORMANCE.md")
    private Path out = HOME.resolve("docs/PERFORMANCE.md");

    /**
     * @return 1 when time was up before everything was measured; the document tells of the rest
     * @throws IOException when a program fails or a file cannot be written
     */
    @Override
    public Integer call() throws IOException, InterruptedException {
        check(rounds, 1, 100, "--rounds");
        check(seconds, 1, 600, "--seconds");
        check(warmUp, 0, 600, "--warm-up");
        check(minutes, 1, 100_000, "--minutes");
        List<Group> groups = chosen();
        RawResults results = new RawResults(raw);
        PrintWriter log = spec().commandLine().getErr();
        boolean isComplete = noMeasuring || measure(groups, results, log);
        Files.writeString(out, new Document(parts(results)).of(prose));
        spec().commandLine().getOut().println(out);
        return isComplete ? 0 : 1;
    }

    private boolean measure(List<Group> groups, RawResults results, PrintWriter log)
            throws IOException, InterruptedException {
        Path directory = tools;
        if (directory == null) {
            throw new ParameterException(spec().commandLine(), "--tools is missing");
        }
        Files.createDirectories(raw.resolve("logs"));
        if (!resume) {
            results.clear(
                    groups.stream().flatMap(group -> group.rows().stream()).toList());
        }
        Programs programs = new Programs(gateway, directory, peers);
        programs.prepare();
        try (Laboratory laboratory = new Laboratory(programs, raw.resolve("logs"), seconds, warmUp)) {
            results.note(groups, RunFacts.here(rounds, seconds, warmUp, laboratory.envelopeBytes()), resume);
            return new Campaign(results, laboratory, log, Duration.ofMinutes(minutes)).run(groups, rounds);
        }
    }

    private Map<String, String> parts(RawResults results) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        Map<String, RunFacts> facts = new LinkedHashMap<>();
        for (Group group : Plan.groups()) {
            RunFacts.read(results.runFile(group)).ifPresent(found -> facts.put(group.id(), found));
        }
        RunFacts first = facts.values().stream().findFirst().orElse(null);
        parts.put("run", first == null ? "Nothing was measured yet." : first.text());
        for (Group group : Plan.groups()) {
            RunFacts own = facts.get(group.id());
            String differing = own == null || own.equals(first) ? "" : "This table: " + own.text() + "\n\n";
            parts.put(group.id(), differing + new ResultTable(group, results).markdown());
        }
        Path gate = HOME.resolve("config/gate.yaml");
        parts.put(
                "gate",
                Files.exists(gate) ? "```yaml\n" + Files.readString(gate).strip() + "\n```" : "Nothing is recorded.");
        Path profile = prose.resolve("saturated.txt");
        parts.put(
                "profile",
                Files.exists(profile) ? "```\n" + Files.readString(profile).strip() + "\n```" : "Not profiled.");
        return parts;
    }

    private List<Group> chosen() {
        List<String> names = Plan.groups().stream().map(Group::id).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec().commandLine(), "--only takes " + String.join(", ", names) + ", was " + name);
            }
        }
        return Plan.groups().stream()
                .filter(group -> only.isEmpty() ? !group.isByRequest() : only.contains(group.id()))
                .toList();
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
