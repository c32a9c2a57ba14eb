package io.tickgate.bench.gate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench gate}: counts, compares, and says by its exit code whether anything became worse. */
@Command(
        name = "gate",
        description = {
            "Counts what a publication and a delivery take: heap, frames, sends, system calls; and compares it with what is "
                    + "recorded.",
            "No time is asserted, so that the verdict does not depend on how busy the machine is."
        })
public final class GateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--record", description = "Write what is measured to the file, where it keeps the promises.")
    private boolean record;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The recorded values. Default: config/gate.yaml of this installation")
    private Path file = Path.of(System.getProperty("gateway.home", ""), "config", "gate.yaml");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        // Mistakes in the file are told before anything is measured.
        Map<Measure, Double> before = record ? Map.of() : GateFile.read(file);
        long startedAtNanos = System.nanoTime();
        Map<Measure, Double> measured = new EnumMap<>(Measure.class);
        new HeapCount().addTo(measured);
        new FrameCount().addTo(measured);
        boolean isComplete = addSystemCalls(measured, err);
        GateReport report = new GateReport(record ? measured : before, measured);
        report.print(out);
        out.printf(Locale.ROOT, "counted in %.1f s%n", (System.nanoTime() - startedAtNanos) / 1e9);
        out.flush();
        if (record) {
            return record(measured, report.isGood() && isComplete, err);
        }
        return report.isGood() ? 0 : 1;
    }

    private boolean addSystemCalls(Map<Measure, Double> measured, PrintWriter err)
            throws IOException, InterruptedException {
        try {
            new SystemCallCount().addTo(measured);
            return true;
        } catch (CannotCountException e) {
            err.println("************************************************************************");
            err.println("gate: SYSTEM CALLS WERE NOT COUNTED: " + e.getMessage());
            err.println("************************************************************************");
            err.flush();
            return false;
        }
    }

    private int record(Map<Measure, Double> measured, boolean isSound, PrintWriter err) throws IOException {
        if (!isSound) {
            err.println("gate: nothing was recorded: a promise is broken, or something could not be counted");
            return 1;
        }
        GateFile.write(file, measured);
        return 0;
    }
}
