package io.tickgate.bench.fault;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench faults}: makes each {@link Fault} happen to a gateway of its own, and says what came of it. */
@Command(
        name = "faults",
        description = {
            "Kills, stops, starves and storms gateways of its own, and holds what their clients were sent against what is "
                    + "promised.",
            "Faults: kill, descriptors, heap, out-of-memory, clock, stop, churn, one-address, redis-stop, redis-kill, "
                    + "redis-loss, steady. Without a name: all."
        })
public final class FaultsCommand implements Callable<Integer> {
    /** In short runs most of the time is waiting. */
    private static final int AT_ONCE_SHORT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "FAULT", description = "Which ones.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--short",
            description = "Each once and briefly, two at a time, without the steady load: three quarters of a minute.")
    private boolean brief;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long the steady load lasts, 1 to 1440; the others take longer with it, too. Default: "
                    + "${DEFAULT-VALUE}")
    private int minutes;

    private static List<Fault> all() {
        return List.of(
                new StoppedFault(),
                new ClockFault(),
                new KilledFault(),
                new DescriptorsFault(),
                new HeapFault(),
                new OutOfMemoryFault(),
                new ChurnFault(),
                new OneAddressFault(),
                new RedisStoppedFault(),
                new RedisKilledFault(true),
                new RedisKilledFault(false),
                new SteadyFault());
    }

    @Override
    public Integer call() throws InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        if (minutes < 1 || minutes > 1_440) {
            throw new ParameterException(spec.commandLine(), "--minutes must be 1 to 1440, was " + minutes);
        }
        PrintWriter out = spec.commandLine().getOut();
        Extent extent = brief ? Extent.SHORT : Extent.ofMinutes(minutes);
        ExecutorService threads = Executors.newFixedThreadPool(brief ? AT_ONCE_SHORT : 1);
        try {
            Map<Fault, Future<Boolean>> verdicts = new LinkedHashMap<>();
            for (Fault fault : chosen(spec)) {
                verdicts.put(fault, threads.submit(() -> passes(fault, extent, out)));
            }
            List<Fault> again = new ArrayList<>();
            for (Map.Entry<Fault, Future<Boolean>> verdict : verdicts.entrySet()) {
                if (!verdict.getValue().get()) {
                    again.add(verdict.getKey());
                }
            }
            int broken = 0;
            for (Fault fault : again) {
                // Time-outs here are short: on a busy machine a client may be late for that alone.
                out.println("Once more, and alone:");
                broken += passes(fault, extent, out) ? 0 : 1;
            }
            out.println(
                    broken == 0
                            ? "All promises were kept."
                            : broken + " of " + verdicts.size() + " promises were broken.");
            return broken == 0 ? 0 : 1;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a fault could not be made", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Fault> chosen(CommandSpec command) {
        List<String> known = all().stream().map(Fault::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        command.commandLine(), "unknown fault " + name + ": it is none of " + String.join(", ", known));
            }
        }
        return all().stream()
                .filter(fault -> names.isEmpty() ? !(brief && fault.isLong()) : names.contains(fault.name()))
                .toList();
    }

    private static boolean passes(Fault fault, Extent extent, PrintWriter out) throws InterruptedException {
        long startedAtNanos = System.nanoTime();
        String verdict;
        String seen;
        try {
            seen = fault.run(extent);
            verdict = "PASSED";
        } catch (NotHereException e) {
            seen = "NOT TESTED: " + e.getMessage();
            verdict = "SKIPPED";
        } catch (BrokenPromiseException | IOException e) {
            seen = String.valueOf(e.getMessage());
            verdict = "FAILED";
        }
        out.println(String.format(
                Locale.ROOT,
                "%s %s (%.1f s): %s%n    %s",
                verdict,
                fault.name(),
                (System.nanoTime() - startedAtNanos) / 1e9,
                fault.promise(),
                seen));
        return !verdict.equals("FAILED");
    }
}
