package io.tickgate.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    private static String write(MetricsFormat format) {
        MetricsText text = new MetricsText(format);
        text.gauge("a", "A").sample(1);
        text.counter("a_total", "All a").sample(2, "x", "y");
        text.counter("b_total", "B").sample(0.5);
        text.histogram("c_seconds", "C").bucket(0.001, 1, "f", "g").bucket(Double.POSITIVE_INFINITY, 3, "f", "g");
        text.summed(3, 2.5, "f", "g");
        return new String(text.end(), StandardCharsets.UTF_8);
    }

    @Test
    void theTextIsPrometheuss() {
        assertThat(write(MetricsFormat.PROMETHEUS)).isEqualTo("""
                # HELP a A
                # TYPE a gauge
                a 1
                # HELP a_total All a
                # TYPE a_total counter
                a_total{x="y"} 2
                # HELP b_total B
                # TYPE b_total counter
                b_total 0.5
                # HELP c_seconds C
                # TYPE c_seconds histogram
                c_seconds_bucket{f="g",le="0.001"} 1
                c_seconds_bucket{f="g",le="+Inf"} 3
                c_seconds_count{f="g"} 3
                c_seconds_sum{f="g"} 2.5
                """);
    }

    @Test
    void inOpenMetricsACounterIsNamedWithoutItsEndingUnlessThatNameIsTaken() {
        assertThat(write(MetricsFormat.OPENMETRICS))
                .contains(
                        "# TYPE a gauge\n",
                        "# TYPE a_total unknown\na_total{x=\"y\"} 2\n",
                        "# HELP b B\n# TYPE b counter\nb_total 0.5\n")
                .endsWith("\n# EOF\n");
    }

    @Test
    void whatALabelHoldsCannotEndIt() {
        MetricsText text = new MetricsText(MetricsFormat.PROMETHEUS);

        text.gauge("a", "A").sample(1, "x", "\"} 2\n\\");

        assertThat(new String(text.end(), StandardCharsets.UTF_8)).endsWith("a{x=\"\\\"} 2\\n\\\\\"} 1\n");
    }

    @Test
    void numbersAreWrittenWithoutLosingAnything() {
        MetricsText text = new MetricsText(MetricsFormat.PROMETHEUS);

        text.gauge("a", "A")
                .sample(0.000_25)
                .sample(1e9)
                .sample(12_345.678)
                .sample(1e-9)
                .sample(1e300);

        assertThat(new String(text.end(), StandardCharsets.UTF_8).lines().skip(2))
                .extracting(line -> Double.parseDouble(line.substring(2)))
                .containsExactly(0.000_25, 1e9, 12_345.678, 1e-9, 1e300);
    }

    @Test
    void aNameStandsForOneFamilyOnly() {
        MetricsText text = new MetricsText(MetricsFormat.PROMETHEUS);
        text.gauge("a", "A");

        assertThatThrownBy(() -> text.gauge("a", "A")).hasMessageContaining("a is there twice");
        assertThatThrownBy(() -> text.counter("b", "B")).hasMessageContaining("_total");
    }
}
