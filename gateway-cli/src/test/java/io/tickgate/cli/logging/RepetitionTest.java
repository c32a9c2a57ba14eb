package io.tickgate.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class RepetitionTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Repetition repetition = new Repetition(3);

    private static LoggingEvent event(String logger, Level level, String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(logger);
        event.setLevel(level);
        event.setMessage(message);
        return event;
    }

    private long passing(int count, LoggingEvent event, long nowNanos) {
        return IntStream.range(0, count)
                .filter(i -> repetition.admits(event, nowNanos))
                .count();
    }

    @Test
    void linesOfOneKindPassUntilThereAreTooManyAndAreCountedThen() {
        LoggingEvent often = event("gateway.audit", Level.WARN, "origin refused");

        assertThat(passing(10, often, 0)).isEqualTo(3);
        assertThat(passing(1, event("gateway.audit", Level.WARN, "host refused"), 0))
                .isEqualTo(1);
        assertThat(passing(1, event("gateway.audit", Level.INFO, "origin refused"), 0))
                .isEqualTo(1);
        assertThat(repetition.takeHeld(MINUTE - 1)).isEmpty();
        assertThat(repetition.takeHeld(MINUTE))
                .containsExactly(new Repetition.Held(
                        new Repetition.Kind("gateway.audit", Level.WARN.toInt(), "origin refused"), 7));
    }

    @Test
    void nobodyHidesWhatOthersAreRefusedOrWhatAnOperatorDoes() {
        LoggingEvent loud = event("gateway.audit", Level.WARN, "origin refused");
        loud.setKeyValuePairs(List.of(new KeyValuePair("rule", "r"), new KeyValuePair("client", "192.0.2.1")));
        LoggingEvent other = event("gateway.audit", Level.WARN, "origin refused");
        other.setKeyValuePairs(List.of(new KeyValuePair("rule", "r"), new KeyValuePair("client", "192.0.2.2")));

        assertThat(passing(100, loud, 0)).isEqualTo(3);
        assertThat(passing(1, other, 0)).isEqualTo(1);
        assertThat(passing(100, event("gateway.audit", Level.INFO, "operator: disconnect"), 0))
                .isEqualTo(100);
    }

    @Test
    void theNextMinuteBeginsAnew() {
        LoggingEvent often = event("a", Level.WARN, "again");
        passing(10, often, 0);
        repetition.takeHeld(MINUTE);

        assertThat(passing(10, often, MINUTE)).isEqualTo(3);
        assertThat(repetition.takeAllHeld(MINUTE))
                .extracting(Repetition.Held::count)
                .containsExactly(7);
        assertThat(repetition.takeAllHeld(MINUTE)).isEmpty();
    }

    @Test
    void theAccessLogIsNoRepetition() {
        assertThat(passing(100, event("gateway.access", Level.INFO, "request"), 0))
                .isEqualTo(100);
    }

    @Test
    void kindsThatThereIsNoRoomForPass() {
        for (int i = 0; i < Repetition.KINDS_MAX; i++) {
            repetition.admits(event("a", Level.INFO, "kind " + i), 0);
        }

        assertThat(passing(10, event("a", Level.INFO, "one more"), 0)).isEqualTo(10);
        assertThat(passing(10, event("a", Level.INFO, "kind 0"), 0)).isEqualTo(2);
    }
}
