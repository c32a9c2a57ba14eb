package io.tickgate.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateReportTest {
    @ParameterizedTest
    @EnumSource
    void aRegressionOfAnyKindClosesTheGate(Measure measure) {
        Map<Measure, Double> measured = recorded();
        measured.merge(measure, measure.slack() + 0.01, Double::sum);

        GateReport report = new GateReport(recorded(), measured);

        assertThat(report.isGood()).isFalse();
        assertThat(line(report, measure)).contains("WORSE");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRecordedIsGood(Measure measure) {
        GateReport report = new GateReport(recorded(), recorded());

        assertThat(report.isGood()).isTrue();
        assertThat(line(report, measure)).endsWith(" ok");
    }

    @ParameterizedTest
    @EnumSource
    void aPromiseHoldsWhateverIsRecorded(Measure measure) {
        Map<Measure, Double> broken = recorded();
        broken.put(measure, measure.promise() + 1);

        assertThat(new GateReport(broken, broken).isGood()).isFalse();
    }

    @Test
    void lessThanRecordedIsGoodAndAskedToBeRecorded() {
        Map<Measure, Double> measured = recorded();
        measured.merge(Measure.HEAP_BYTES_PER_PUBLICATION, -100.0, Double::sum);

        GateReport report = new GateReport(recorded(), measured);

        assertThat(report.isGood()).isTrue();
        assertThat(line(report, Measure.HEAP_BYTES_PER_PUBLICATION)).contains("better: record it");
    }

    @Test
    void whatCouldNotBeCountedIsSaidAndClosesNothing() {
        Map<Measure, Double> measured = recorded();
        measured.remove(Measure.SEND_CALLS_PER_DELIVERY);

        GateReport report = new GateReport(recorded(), measured);

        assertThat(report.isGood()).isTrue();
        assertThat(line(report, Measure.SEND_CALLS_PER_DELIVERY)).contains("NOT COUNTED");
    }

    /** As good as promised, where the slack ends below the promise. */
    private static Map<Measure, Double> recorded() {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            values.put(measure, Math.max(0, measure.promise() - measure.slack()));
        }
        return values;
    }

    private static String line(GateReport report, Measure measure) {
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text));
        return text.toString()
                .lines()
                .filter(line -> line.startsWith(measure.meaning() + " "))
                .findFirst()
                .orElseThrow();
    }
}
