package io.tickgate.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.ObjLongConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How late messages come: from the time that they carry as {@code "due"}, in nanoseconds of this process ({@link
 * System#nanoTime}), to when they were read. It makes no garbage, so that no collection here is taken for a delay there.
 *
 * <p>One thread hands messages in; any thread may take what there is.
 */
final class Lateness implements ObjLongConsumer<byte[]> {
    private static final byte[] DUE = "\"due\":".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(DIGITS);

    /** @param payload one without a time is left out */
    @Override
    public void accept(byte[] payload, long readNanos) {
        int at = end(payload);
        if (at >= 0) {
            recorder.recordValue(Math.max(0, readNanos - number(payload, at)));
        }
    }

    /** @return where {@link #DUE} ends; -1 where it does not stand */
    private static int end(byte[] payload) {
        int matched = 0;
        for (int i = 0; i < payload.length; i++) {
            matched = payload[i] == DUE[matched] ? matched + 1 : payload[i] == DUE[0] ? 1 : 0;
            if (matched == DUE.length) {
                return i + 1;
            }
        }
        return -1;
    }

    private static long number(byte[] payload, int from) {
        long number = 0;
        for (int i = from; i < payload.length && payload[i] >= '0' && payload[i] <= '9'; i++) {
            number = number * 10 + payload[i] - '0';
        }
        return number;
    }

    /** What came since the last call, as percentiles and their count. */
    String take() {
        Histogram since = recorder.getIntervalHistogram();
        if (since.getTotalCount() == 0) {
            return "nothing received";
        }
        return String.format(
                Locale.ROOT,
                "p50 %.2f p99 %.2f max %.2f ms (%d)",
                since.getValueAtPercentile(50) / 1e6,
                since.getValueAtPercentile(99) / 1e6,
                since.getMaxValue() / 1e6,
                since.getTotalCount());
    }
}
