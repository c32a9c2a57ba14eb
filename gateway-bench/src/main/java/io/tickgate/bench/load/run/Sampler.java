package io.tickgate.bench.load.run;

import com.sun.management.OperatingSystemMXBean;
import io.tickgate.bench.load.result.SecondSample;
import io.tickgate.bench.load.result.ServerUse;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sample each second, and sums up what processes took in the measured time.
 *
 * <p><b>Owner:</b> the loop.
 */
final class Sampler {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final OperatingSystemMXBean self = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final RunContext context;
    private final ProcessProbe server;
    private final List<SecondSample> samples = new ArrayList<>();
    private long sampledNanos;
    private long selfCpuNanos;
    private ProcessProbe.@Nullable Use serverUse;

    private ProcessProbe.@Nullable Use measuredFrom;
    private ProcessProbe.@Nullable Use measuredTo;
    private long peakBytes;
    private long loopFromNanos;
    private long loopToNanos;
    private long measuredFromNanos;
    private long measuredToNanos;
    private long waitedFromNanos;
    private long waitedToNanos;

    Sampler(RunContext context) {
        this.context = context;
        this.server = new ProcessProbe(context.scenario().target().serverPids());
    }

    /** The first phase begins. */
    void start() {
        sampledNanos = context.clock().elapsedNanos();
        selfCpuNanos = self.getProcessCpuTime();
        serverUse = server.read();
        startMeasuring();
    }

    /** What is measured begins. */
    void startMeasuring() {
        measuredFrom = server.read();
        measuredFromNanos = context.clock().elapsedNanos();
        loopFromNanos = THREADS.getCurrentThreadCpuTime();
        waitedFromNanos = ProcessProbe.waitedNanosOfThisThread();
        peakBytes = measuredFrom == null ? 0 : measuredFrom.residentBytes();
    }

    /** What is measured ends. */
    void stopMeasuring() {
        measuredTo = server.read();
        measuredToNanos = context.clock().elapsedNanos();
        loopToNanos = THREADS.getCurrentThreadCpuTime();
        waitedToNanos = ProcessProbe.waitedNanosOfThisThread();
        if (measuredTo != null) {
            peakBytes = Math.max(peakBytes, measuredTo.residentBytes());
        }
    }

    /** A second is over: makes its sample. */
    SecondSample sample() {
        long now = context.clock().elapsedNanos();
        double nanos = Math.max(1, now - sampledNanos);
        long selfNow = self.getProcessCpuTime();
        ProcessProbe.Use use = server.read();
        SecondSample.ServerSecond serverSecond = null;
        if (use != null && serverUse != null) {
            serverSecond = new SecondSample.ServerSecond(
                    (use.cpuNanos() - serverUse.cpuNanos()) * 100 / nanos, use.residentBytes());
            peakBytes = Math.max(peakBytes, use.residentBytes());
        }
        Recorder recorder = context.recorder();
        Histogram latency = recorder.second();
        SecondSample sample = new SecondSample(
                samples.size(),
                recorder.secondPublished(),
                recorder.secondDelivered(),
                recorder.secondBytes(),
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                latency.getMaxValue(),
                serverSecond,
                (selfNow - selfCpuNanos) * 100 / nanos);
        samples.add(sample);
        recorder.nextSecond();
        sampledNanos = now;
        selfCpuNanos = selfNow;
        serverUse = use;
        return sample;
    }

    List<SecondSample> samples() {
        return samples;
    }

    /**
     * Null when the server's process is not known, or gone.
     *
     * @param delivered what arrived in the measured time
     */
    @Nullable
    ServerUse serverUse(long delivered) {
        if (measuredFrom == null || measuredTo == null) {
            return null;
        }
        long cpuNanos = measuredTo.cpuNanos() - measuredFrom.cpuNanos();
        return new ServerUse(
                cpuNanos / 1e9,
                delivered == 0 ? 0 : cpuNanos / 1e3 / delivered,
                measuredFrom.residentBytes(),
                peakBytes,
                measuredTo.residentBytes());
    }

    /** What the loop's thread took of a processor in the measured time, 0 to 1. */
    double loopBusyShare() {
        return shareOfMeasured(loopToNanos - loopFromNanos);
    }

    /** For how much of the measured time the loop's thread stood ready and had no processor, 0 to 1. */
    double loopWaitShare() {
        return shareOfMeasured(waitedToNanos - waitedFromNanos);
    }

    private double shareOfMeasured(long nanos) {
        return Math.min(1, nanos / (double) Math.max(1, measuredToNanos - measuredFromNanos));
    }
}
