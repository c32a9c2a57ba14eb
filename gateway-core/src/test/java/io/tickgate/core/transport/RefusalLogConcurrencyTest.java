package io.tickgate.core.transport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tickgate.core.ConcurrencyCheck;
import io.tickgate.core.sim.ManualClock;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

public class RefusalLogConcurrencyTest {
    private static final EmbeddedChannel PEER = new EmbeddedChannel();

    private final RefusalLog log = new RefusalLog("rule", new ManualClock());

    @Operation
    public boolean tell() {
        return log.tell(PEER, "why");
    }

    @Operation
    public long count() {
        return log.count();
    }

    private static void level(Level level) {
        ((Logger) LoggerFactory.getLogger(RefusalLog.class)).setLevel(level);
    }

    @BeforeAll
    static void beQuiet() {
        level(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        level(null);
    }

    @Test
    void oneOfThoseWhoTellAtOnceIsHeard() {
        ConcurrencyCheck.check(RefusalLogConcurrencyTest.class);
    }
}
