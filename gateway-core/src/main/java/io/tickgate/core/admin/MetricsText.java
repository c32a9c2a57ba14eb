package io.tickgate.core.admin;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes metrics, family by family: each is begun by its kind and name, and its samples follow. One thread.
 *
 * <p>No library: what is counted is counted already, by one writer each, and the rest is a page of text. What a library
 * would cost stands in docs/ARCHITECTURE.md.
 */
public final class MetricsText {
    private static final String TOTAL = "_total";

    private final MetricsFormat format;
    private final StringBuilder out = new StringBuilder(32 << 10);
    private final Set<String> names = new HashSet<>();
    private String name = "";

    public MetricsText(MetricsFormat format) {
        this.format = format;
    }

    /**
     * Begins what only grows.
     *
     * @param newName ends with {@code _total}
     * @param help one English sentence without a full stop
     */
    public MetricsText counter(String newName, String help) {
        if (!newName.endsWith(TOTAL)) {
            throw new IllegalArgumentException(newName + " does not end with " + TOTAL);
        }
        String base = newName.substring(0, newName.length() - TOTAL.length());
        if (format == MetricsFormat.OPENMETRICS && !names.contains(base)) {
            // A counter's family has the name without the ending there.
            begin(base, "counter", help);
            name = newName;
            return this;
        }
        // A gauge has that name already, so that this one cannot have it in OpenMetrics, where counters must.
        return begin(newName, format == MetricsFormat.OPENMETRICS ? "unknown" : "counter", help);
    }

    /** Begins what goes up and down. */
    public MetricsText gauge(String newName, String help) {
        return begin(newName, "gauge", help);
    }

    /** Begins counts of events and what they add up to; see {@link #summed}. */
    public MetricsText summary(String newName, String help) {
        return begin(newName, "summary", help);
    }

    /** Begins a spread of values; see {@link #bucket} and {@link #summed}. */
    public MetricsText histogram(String newName, String help) {
        return begin(newName, "histogram", help);
    }

    private MetricsText begin(String newName, String type, String help) {
        if (!names.add(newName)) {
            throw new IllegalArgumentException(newName + " is there twice");
        }
        name = newName;
        out.append("# HELP ").append(newName).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(newName).append(' ').append(type).append('\n');
        return this;
    }

    /**
     * One sample of the family that was begun.
     *
     * @param labels name, value, name, value, …
     */
    public MetricsText sample(long value, String... labels) {
        head("", labels).append(value).append('\n');
        return this;
    }

    /** One sample of the family that was begun. */
    public MetricsText sample(double value, String... labels) {
        head("", labels);
        append(value).append('\n');
        return this;
    }

    /**
     * One bucket of a histogram; ascending, the last one with an infinite bound.
     *
     * @param upper what it takes at most
     * @param count of all values up to that
     */
    public MetricsText bucket(double upper, long count, String... labels) {
        String[] all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = "le";
        all[labels.length + 1] = Double.isInfinite(upper) ? "+Inf" : number(upper);
        head("_bucket", all).append(count).append('\n');
        return this;
    }

    /** The end of a histogram's or a summary's samples for these labels. */
    public MetricsText summed(long count, double sum, String... labels) {
        head("_count", labels).append(count).append('\n');
        head("_sum", labels);
        append(sum).append('\n');
        return this;
    }

    private StringBuilder head(String suffix, String[] labels) {
        out.append(name).append(suffix);
        for (int i = 0; i < labels.length; i += 2) {
            out.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            escape(labels[i + 1]);
            out.append('"');
        }
        return out.append(labels.length == 0 ? " " : "} ");
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                default -> out.append(c);
            }
        }
    }

    private StringBuilder append(double value) {
        return out.append(number(value));
    }

    /** Without an exponent where that is readable: both sides must write a bucket's bound alike. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return (long) value + ".0";
        }
        return Math.abs(value) < 1e-6
                ? Double.toString(value)
                : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    /** Everything, ended; nothing may be written afterwards. */
    public byte[] end() {
        if (format == MetricsFormat.OPENMETRICS) {
            out.append("# EOF\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
