package io.tickgate.bench.load.run;

import io.tickgate.bench.load.result.Account;
import io.tickgate.bench.load.result.ClientLimits;
import io.tickgate.bench.load.result.Expectation;
import io.tickgate.bench.load.result.Latency;
import io.tickgate.bench.load.result.ServerUse;
import io.tickgate.bench.load.result.Verdict;
import io.tickgate.bench.load.scenario.ExpectSpec;
import io.tickgate.bench.load.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what figures come to. */
final class Judge {
    /** Above it a thread does nothing but keep up. */
    static final double BUSY_SHARE_MAX = 0.9;

    /** Publications that leave later than that distort what is measured from when they were due. */
    static final long LATENESS_MICROS_MAX = 5_000;

    private final Scenario scenario;

    Judge(Scenario scenario) {
        this.scenario = scenario;
    }

    /** How near the client was to its limits. */
    ClientLimits limits(double busyShare, long latenessP99Micros, double deliveriesPerRead) {
        String busy = String.format(Locale.ROOT, "its thread was busy %.0f %% of the time", busyShare * 100);
        String late = String.format(Locale.ROOT, "publications left up to %.1f ms late (p99)", latenessP99Micros / 1e3);
        String reads = String.format(Locale.ROOT, "%.1f deliveries came per read", deliveriesPerRead);
        boolean isBusy = busyShare > BUSY_SHARE_MAX;
        boolean isLate = latenessP99Micros > LATENESS_MICROS_MAX;
        String facts = busy + ", " + late + ", " + reads;
        String text = isBusy
                ? "The client was the bottleneck: " + facts + ". The server can do more than this shows."
                : isLate
                        ? "The client fell behind its schedule: " + facts
                                + ". Latency counts from when publications were due, so part of it is the client's."
                        : "The client was not the bottleneck: " + facts + ".";
        return new ClientLimits(busyShare, latenessP99Micros, deliveriesPerRead, isBusy || isLate, text);
    }

    /** What the scenario expects, and what came of it. */
    List<Expectation> expectations(
            Latency latency, long connectP99Micros, double deliveriesPerSecond, long missing, @Nullable ServerUse use) {
        ExpectSpec expect = scenario.expect();
        List<Expectation> found = new ArrayList<>();
        time(found, "p50", expect.p50(), latency.at(50));
        time(found, "p99", expect.p99(), latency.at(99));
        time(found, "p99.9", expect.p999(), latency.at(99.9));
        time(found, "max", expect.max(), latency.max());
        time(found, "connect p99", expect.connect(), connectP99Micros);
        if (expect.missing() > 0) {
            found.add(new Expectation(
                    "missing <= " + expect.missing(), Long.toString(missing), missing <= expect.missing()));
        }
        if (expect.deliveriesPerSecond() > 0) {
            found.add(new Expectation(
                    "deliveries/s >= " + expect.deliveriesPerSecond(),
                    String.format(Locale.ROOT, "%.0f", deliveriesPerSecond),
                    deliveriesPerSecond >= expect.deliveriesPerSecond()));
        }
        if (expect.memoryBytes() > 0) {
            found.add(new Expectation(
                    "memory <= " + mebibytes(expect.memoryBytes()),
                    use == null ? "the server's process is gone" : mebibytes(use.rssPeakBytes()),
                    use != null && use.rssPeakBytes() <= expect.memoryBytes()));
        }
        return found;
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }

    private static void time(List<Expectation> found, String name, Duration most, long micros) {
        if (!most.isZero()) {
            found.add(new Expectation(
                    name + " <= " + most.toMillis() + " ms",
                    String.format(Locale.ROOT, "%.2f ms", micros / 1e3),
                    micros <= most.toNanos() / 1_000));
        }
    }

    /** @param trouble the first thing that went wrong, null when nothing did */
    Verdict verdict(
            Account account,
            List<Expectation> expectations,
            ClientLimits limits,
            long overdue,
            @Nullable String trouble) {
        List<String> faults = new ArrayList<>();
        int missingAllowed = scenario.expect().missing();
        if (account.missing() > missingAllowed) {
            count(faults, account.lost(), "lost");
            count(faults, account.undelivered(), "undelivered");
            count(faults, account.cutOff(), "cut off");
        }
        // Who acknowledges may be sent the same again.
        count(faults, scenario.subscriptions().ack() ? 0 : account.doubled(), "doubled");
        count(faults, account.outOfOrder(), "out of order");
        count(faults, account.misrouted(), "misrouted");
        count(faults, account.foreign(), "foreign");
        count(faults, account.connectFailures(), "connections failed");
        count(faults, account.disconnects(), "connections ended by the server");
        count(faults, account.publishErrors(), "publications refused");
        count(faults, overdue, "publications never left");
        for (Expectation expectation : expectations) {
            if (!expectation.isMet()) {
                faults.add(expectation.text() + " was not met: " + expectation.measured());
            }
        }
        if (!faults.isEmpty()) {
            return new Verdict(
                    Verdict.Outcome.FAILED,
                    String.join(", ", faults) + (trouble == null ? "" : " (first: " + trouble + ")"));
        }
        return limits.isBottleneck()
                ? new Verdict(Verdict.Outcome.CLIENT_LIMITED, limits.text())
                : new Verdict(Verdict.Outcome.PASSED, "everything arrived once, in order, where it belongs");
    }

    private static void count(List<String> faults, long count, String what) {
        if (count > 0) {
            faults.add(count + " " + what);
        }
    }
}
