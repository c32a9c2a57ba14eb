package io.tickgate.bench.performance;

import io.tickgate.bench.json.JsonObject;
import io.tickgate.bench.markup.Show;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * A figure of a measurement: where it stands in the raw result, and how it is written.
 *
 * @param label its name in a table, with its unit
 * @param format how a figure is written
 * @param value empty when the measurement has no such figure
 */
record Metric(
        String label, boolean isLessBetter, DoubleFunction<String> format, Function<JsonObject, OptionalDouble> value) {
    static final Metric CPU = new Metric(
            "µs per delivery", true, Metric::thousandths, raw -> number(load(raw), "server_us_per_delivery"));

    static final Metric DELIVERIES =
            new Metric("deliveries/s", false, Show::amount, raw -> number(load(raw), "deliveries_per_s"));

    static final Metric P50 = new Metric("p50 ms", true, Show::digits, raw -> millis(load(raw), "latency_us", "p50"));

    static final Metric P99 = new Metric("p99 ms", true, Show::digits, raw -> millis(load(raw), "latency_us", "p99"));

    static final Metric RESIDENT =
            new Metric("resident MiB", true, Show::digits, raw -> scaled(number(load(raw), "rss_end_kb"), 1.0 / 1024));

    static final Metric PER_CONNECTION =
            new Metric("KiB per connection", true, Show::digits, raw -> number(load(raw), "kb_per_conn"));

    static final Metric GROWTH = new Metric("growth MiB", true, Show::digits, raw -> number(raw, "growth_mib"));

    static final Metric ACCEPTED =
            new Metric("accepts after s", true, Show::digits, raw -> scaled(number(raw, "accepted_ms"), 1e-3));

    static final Metric READY =
            new Metric("ready after s", true, Show::digits, raw -> scaled(number(raw, "ready_ms"), 1e-3));

    static final Metric WELCOME_P99 =
            new Metric("connect → welcome p99 ms", true, Show::digits, raw -> millis(load(raw), "ready_us", "p99"));

    static final Metric SHARE =
            new Metric("largest share of a loop", true, Show::digits, raw -> number(raw, "largest_loop_share"));

    String text(double figure) {
        return format.apply(figure);
    }

    OptionalDouble of(JsonObject raw) {
        return value.apply(raw);
    }

    /** What the load generator printed, which other figures may surround. */
    static JsonObject load(JsonObject raw) {
        return raw.has("pushload") ? raw.object("pushload") : raw;
    }

    private static OptionalDouble number(JsonObject json, String name) {
        return json.has(name) ? OptionalDouble.of(json.number(name)) : OptionalDouble.empty();
    }

    private static OptionalDouble millis(JsonObject json, String histogram, String percentile) {
        return json.has(histogram) ? scaled(number(json.object(histogram), percentile), 1e-3) : OptionalDouble.empty();
    }

    private static OptionalDouble scaled(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    private static String thousandths(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
