package io.tickgate.bench.load.result;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * How late deliveries came, in microseconds from when their publication was due: a histogram that nobody changes any more.
 * Any number of threads may read it.
 */
public final class Latency {
    private static final int TICKS_PER_HALF_DISTANCE = 5;

    private final Histogram micros;

    private Latency(Histogram micros) {
        this.micros = micros;
    }

    /** @param micros copied, so the caller may go on recording into it */
    public static Latency of(Histogram micros) {
        return new Latency(micros.copy());
    }

    /** Of no deliveries at all. */
    public static Latency none() {
        return new Latency(new Histogram(3));
    }

    /**
     * What {@link #encoded} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Latency decode(String encoded) {
        try {
            return new Latency(Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0));
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("no histogram in HdrHistogram's compressed encoding", e);
        }
    }

    /** HdrHistogram's compressed encoding in base 64, which its tools of all languages read. */
    public String encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
        int length = micros.copy().encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    /** Deliveries that were recorded. */
    public long count() {
        return micros.getTotalCount();
    }

    /** @param percentile 0 to 100; 0 is returned when nothing was recorded */
    public long at(double percentile) {
        return micros.getValueAtPercentile(percentile);
    }

    /** The latest one, 0 when nothing was recorded. */
    public long max() {
        return micros.getMaxValue();
    }

    /** The mean, 0 when nothing was recorded. */
    public double mean() {
        return micros.getMean();
    }

    /** Percentiles with their values in rising order, closer and closer together towards 100; empty when nothing was recorded. */
    public List<Point> curve() {
        return StreamSupport.stream(
                        micros.copy().percentiles(TICKS_PER_HALF_DISTANCE).spliterator(), false)
                .map(value -> new Point(value.getPercentileLevelIteratedTo(), value.getValueIteratedTo()))
                .toList();
    }

    /** Writes HdrHistogram's percentile output ({@code .hgrm}), in milliseconds as its plotters expect. */
    public void writePercentiles(OutputStream out) {
        PrintStream printer = new PrintStream(out, false, StandardCharsets.UTF_8);
        micros.copy().outputPercentileDistribution(printer, TICKS_PER_HALF_DISTANCE, 1000.0);
        printer.flush();
    }

    /** @param micros the latency that {@code percentile} percent of the deliveries did not exceed */
    public record Point(double percentile, long micros) {}
}
