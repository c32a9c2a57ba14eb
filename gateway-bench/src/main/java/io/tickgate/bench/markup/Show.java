package io.tickgate.bench.markup;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them: three digits, and a unit that fits. */
public final class Show {
    private static final double MIB = 1 << 20;

    private Show() {}

    /** Of whole microseconds, as histograms have them. */
    public static String micros(long micros) {
        return micros((double) micros);
    }

    /** Microseconds, milliseconds or seconds. */
    public static String micros(double micros) {
        if (micros < 1_000) {
            return digits(micros) + " µs";
        }
        return micros < 1_000_000 ? digits(micros / 1e3) + " ms" : digits(micros / 1e6) + " s";
    }

    /** A number without a unit, such as 317 k or 4.37 M. */
    public static String amount(double amount) {
        if (amount < 10_000) {
            return digits(amount);
        }
        return amount < 1_000_000 ? digits(amount / 1e3) + " k" : digits(amount / 1e6) + " M";
    }

    /** Every digit of it, in groups of three. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** KiB or MiB: 1024 bytes, and 1024 of those. */
    public static String bytes(double bytes) {
        return bytes < MIB ? digits(bytes / 1024) + " KiB" : digits(bytes / MIB) + " MiB";
    }

    /** Of whole bytes. */
    public static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    public static String percent(double percent) {
        return digits(percent) + " %";
    }

    public static String percentile(double percentile) {
        String text = String.format(Locale.ROOT, "%.6f", percentile);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** Minutes and seconds, with hours where there are any. */
    public static String clock(Duration duration) {
        return duration.toHours() == 0
                ? String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart())
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        duration.toHours(),
                        duration.toMinutesPart(),
                        duration.toSecondsPart());
    }

    /** Three digits where there are so many, and no zeros behind a point that say nothing. */
    public static String digits(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }
}
