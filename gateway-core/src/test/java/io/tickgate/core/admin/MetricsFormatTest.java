package io.tickgate.core.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| PROMETHEUS",
                "*/* | PROMETHEUS",
                "text/plain | PROMETHEUS",
                "text/html | PROMETHEUS",
                "application/openmetrics-text | OPENMETRICS",
                "Application/OpenMetrics-Text; version=\"1.0.0\"; charset=utf-8 | OPENMETRICS",
                "application/openmetrics-text; version=0.0.1 | PROMETHEUS",
                "application/openmetrics-text;q=0, */* | PROMETHEUS",
                "application/openmetrics-text;q=x | PROMETHEUS",
                "application/openmetrics-text;q=0.4,text/plain;q=0.5 | PROMETHEUS",
                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1 | OPENMETRICS"
            })
    void theFormIsTheOneThatIsLikedBest(String accept, MetricsFormat format) {
        assertThat(MetricsFormat.of(accept)).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"| false", "gzip | true", "deflate, GZIP;q=0.5 | true", "gzip;q=0, * | false", "br | false"})
    void onlyWhoAsksGetsItCompressed(String acceptEncoding, boolean gzip) {
        assertThat(MetricsFormat.takesGzip(acceptEncoding)).isEqualTo(gzip);
    }
}
