package io.tickgate.bench.profile;

import io.tickgate.bench.performance.Saturation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench profile}: draws where a saturated gateway's processor time goes. */
@Command(
        name = "profile",
        description = {
            "Samples a gateway while 1000 subscribers are saturated with 256 bytes, and draws a flame graph.",
            "Uses perf where it is installed, which shows the kernel as well, else Java's flight recorder."
        })
public final class ProfileCommand implements Callable<Integer> {
    private static final Path HOME = Path.of(System.getProperty("gateway.home", "."));
    /** Narrower frames cannot be read, and are most of the file. */
    private static final double SHARE_MIN = 0.003;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--tools",
            required = true,
            paramLabel = "DIR",
            description = "Where the load generator pushload is.")
    private Path tools = Path.of("");

    @Option(
            names = "--gateway",
            paramLabel = "FILE",
            description = "The script that starts the gateway. Default: bin/gateway beside this one.")
    private Path gateway = HOME.resolve("bin/gateway");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Of sampling, 1 to 600. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "25",
            description = "Seconds of load before, 0 to 600. Default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(names = "--jfr", description = "Use the flight recorder although there is perf.")
    private boolean jfr;

    @Option(
            names = "--raw",
            paramLabel = "DIR",
            description = "Where the recording is left. Default: gateway-bench/target/profile")
    private Path raw = HOME.resolve("gateway-bench/target/profile");

    @Option(
            names = "--out",
            paramLabel = "FILE.svg",
            description =
                    "The picture; the shares go to the same name with .txt. Default: docs/performance/saturated.svg")
    private Path out = HOME.resolve("docs/performance/saturated.svg");

    /** @throws IOException when a program fails or a file cannot be written */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        if (seconds < 1 || seconds > 600 || warmUp < 0 || warmUp > 600) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--seconds must be 1 to 600 and --warm-up 0 to 600, were " + seconds + " and " + warmUp);
        }
        if (!out.toString().endsWith(".svg")) {
            throw new ParameterException(spec.commandLine(), "--out must end with .svg, was " + out);
        }
        Files.createDirectories(raw);
        boolean isPerf = !jfr && Sampler.hasPerf();
        CallTree tree;
        try (Saturation saturation = Saturation.start(gateway, tools, raw, warmUp, seconds)) {
            Sampler sampler = new Sampler(saturation.pid(), raw);
            tree = isPerf ? sampler.byPerf(seconds) : sampler.byFlightRecorder(seconds);
        }
        if (tree.samples() == 0) {
            throw new IOException("no sample was taken; see " + raw);
        }
        String shares = Shares.of(tree);
        Files.writeString(
                out,
                FlameGraph.of(
                        tree,
                        "A saturated gateway: 1000 subscribers, 256 B" + (isPerf ? "" : " (without the kernel)"),
                        String.format(
                                Locale.ROOT,
                                "Flame graph of %s",
                                shares.lines().limit(5).toList()),
                        SHARE_MIN));
        Files.writeString(Path.of(out.toString().replaceFirst("svg$", "txt")), shares);
        spec.commandLine().getOut().print(shares);
        spec.commandLine().getOut().println(out);
        return 0;
    }
}
