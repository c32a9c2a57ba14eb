package io.tickgate.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tickgate.core.sim.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
    private final ManualClock clock = new ManualClock();
    private final RefusalLog log = new RefusalLog("server.proxy-protocol", clock);

    private List<String> toldOf(String... reasons) {
        Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        for (String reason : reasons) {
            log.tell(new EmbeddedChannel(), reason);
        }
        logger.detachAppender(appender);
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void oneAMinuteIsToldAndAllAreCounted() {
        assertThat(toldOf("first", "second", "third"))
                .singleElement()
                .asString()
                .startsWith("server.proxy-protocol: ")
                .contains("first; 0 others");
        clock.advance(Duration.ofSeconds(61));
        assertThat(toldOf("fourth", "fifth")).singleElement().asString().contains("fourth; 2 others");
        assertThat(log.count()).isEqualTo(5);
    }

    @Test
    void whatAPeerSaidIsCutAndCannotLookLikeAnotherLine() {
        assertThat(toldOf("unknown\r\nINFO all is well\u001b[2J" + "x".repeat(1_000)))
                .singleElement()
                .asString()
                .contains("unknown??INFO all is well?[2J")
                .hasSizeLessThan(400);
    }
}
