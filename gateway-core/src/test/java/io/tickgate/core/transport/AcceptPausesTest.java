package io.tickgate.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tickgate.core.sim.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** With made up failures; {@code bin/soak} takes the descriptors from a real gateway. */
class AcceptPausesTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(AcceptPauses.class);

    private final ManualClock clock = new ManualClock();
    private final AcceptPauses pauses = new AcceptPauses(clock);
    private final EmbeddedChannel listener = new EmbeddedChannel(pauses.newInitializer());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        listener.freezeTime();
        log.start();
        LOGGER.addAppender(log);
        LOGGER.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(log);
        LOGGER.setLevel(null);
    }

    private void exhaust() {
        listener.pipeline().fireExceptionCaught(new IOException("accept(..) failed: Too many open files"));
    }

    private void pass(long millis) {
        listener.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        listener.runScheduledPendingTasks();
    }

    private List<String> told() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void nobodyIsLookedForDuringAPauseAndThenAgain() {
        exhaust();

        assertThat(listener.config().isAutoRead()).isFalse();
        pass(AcceptPauses.PAUSE_MILLIS - 1);
        assertThat(listener.config().isAutoRead()).isFalse();
        pass(1);
        assertThat(listener.config().isAutoRead()).isTrue();
    }

    @Test
    void aShortageIsToldOnceAMinuteAndSoIsItsEnd() {
        for (int i = 0; i < 30; i++) {
            exhaust();
            pass(AcceptPauses.PAUSE_MILLIS);
        }
        assertThat(told()).singleElement().asString().contains("Too many open files", "LimitNOFILE");
        assertThat(pauses.count()).isEqualTo(30);

        pass(1_000);
        assertThat(told()).hasSize(2).last().asString().contains("again", "30 pauses");

        exhaust();
        pass(2_000);
        assertThat(told()).as("within the minute").hasSize(2);
        clock.advance(Duration.ofSeconds(61));
        exhaust();
        assertThat(told()).hasSize(3);
    }

    @Test
    void whatIsNoShortageIsLeftToOthers() {
        assertThatThrownBy(() -> {
                    listener.pipeline().fireExceptionCaught(new IllegalStateException("ours"));
                    listener.checkException();
                })
                .hasMessage("ours");
        assertThat(pauses.count()).isZero();
        assertThat(listener.config().isAutoRead()).isTrue();
    }
}
