package io.tickgate.core.transport;

import io.netty.channel.Channel;
import io.tickgate.core.limit.OnceAMinute;
import io.tickgate.core.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of connections that were refused before they could ask for anything, and by which rule: in words at most once a
 * minute, since anybody who reaches the port can cause as many as he likes. Any thread.
 */
public final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final int WORDS_CHARS_MAX = 200;

    private final String rule;
    private final Clock clock;
    private final OnceAMinute words;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong told = new AtomicLong();

    /** @param rule what refused them, such as {@code server.proxy-protocol} */
    public RefusalLog(String rule, Clock clock) {
        this.rule = rule;
        this.clock = clock;
        this.words = new OnceAMinute(clock.nanoTime());
    }

    /**
     * Counts one.
     *
     * @param why may quote the peer
     * @return whether it was said, too
     */
    public boolean tell(Channel channel, String why) {
        long number = count.incrementAndGet();
        if (!words.tryBegin(clock.nanoTime())) {
            return false;
        }
        LOG.warn(
                "{}: a connection from {} was refused: {}; {} others since this was last said",
                rule,
                channel.remoteAddress(),
                why.substring(0, Math.min(why.length(), WORDS_CHARS_MAX)).replaceAll("[^\\x20-\\x7e]", "?"),
                number - told.getAndSet(number) - 1);
        return true;
    }

    /** How many there were. */
    public long count() {
        return count.get();
    }
}
