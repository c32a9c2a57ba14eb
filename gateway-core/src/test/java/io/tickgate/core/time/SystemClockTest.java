package io.tickgate.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class SystemClockTest {
    private final Clock clock = new SystemClock();

    @Test
    void wallTimeLiesBetweenTwoLooksOfTheMachine() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Instant now = clock.instant();
        Instant after = Instant.now();

        assertThat(now).isBetween(before, after);
    }

    @Test
    void millisAreTheMicrosWithoutTheRest() {
        Clock fixed = new Clock() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public long epochMicros() {
                return 1_795_435_200_123_999L;
            }
        };

        assertThat(fixed.millis()).isEqualTo(1_795_435_200_123L);
        assertThat(fixed.instant()).isEqualTo(Instant.parse("2026-11-23T12:00:00.123999Z"));
    }

    @Test
    void monotonicTimeNeverStepsBack() {
        long first = clock.nanoTime();
        long second = clock.nanoTime();

        assertThat(second - first).isNotNegative();
    }
}
