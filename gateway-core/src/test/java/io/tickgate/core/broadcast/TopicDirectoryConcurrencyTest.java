package io.tickgate.core.broadcast;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.tickgate.core.ConcurrencyCheck;
import io.tickgate.core.limit.TestAddresses;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.time.SystemClock;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Three names, of which two may exist; one address has a share of one. */
@Param(name = "name", gen = IntGen.class, conf = "1:3")
public class TopicDirectoryConcurrencyTest {
    private static final String FAMILY = "market_data";
    private static final int NAMES = 3;
    static final Shard HOME = LoneShard.of(
            ImmediateEventExecutor.INSTANCE,
            new SystemClock(),
            new ShardCounters(1),
            UnpooledByteBufAllocator.DEFAULT,
            1 << 10,
            1 << 10,
            0);

    private final TopicDirectory directory = new TopicDirectory(
            List.of(new FamilySettings(FAMILY, true, 1, 1 << 10, 1_000_000_000L, SlowPolicy.CLOSE)),
            List.of(HOME),
            2,
            new TopicShares(1));

    private static String name(int number) {
        return FAMILY + ":" + number;
    }

    /** @return whether there is one now */
    @Operation
    public boolean publish(@Param(name = "name") int number) {
        return directory.resolve(name(number)) != null;
    }

    /** What becomes of it is not told: while another is refused for want of a place, its share may seem taken. */
    @Operation
    public void subscribe(@Param(name = "name") int number) {
        directory.resolve(name(number), TestAddresses.of(1));
    }

    @Operation
    public boolean exists(@Param(name = "name") int number) {
        return directory.find(name(number)) != null;
    }

    @Validate
    public void placesAndSharesAreThoseOfWhatIsThere() {
        int count = 0;
        int paidFor = 0;
        for (int number = 1; number <= NAMES; number++) {
            Topic topic = directory.find(name(number));
            count += topic == null ? 0 : 1;
            paidFor += topic == null || topic.payer() == null ? 0 : 1;
        }
        if (directory.size() != count || directory.subscribedOnly() != paidFor) {
            throw new IllegalStateException(
                    directory.size() + " of " + count + ", " + directory.subscribedOnly() + " of " + paidFor);
        }
    }

    /** The same with topics that go, which their home alone decides: then only what is left must be right. */
    @Param(name = "name", gen = IntGen.class, conf = "1:3")
    public static class Collected {
        private final TopicDirectoryConcurrencyTest names = new TopicDirectoryConcurrencyTest();

        @Operation
        public void publish(@Param(name = "name") int number) {
            names.publish(number);
        }

        @Operation
        public void subscribe(@Param(name = "name") int number) {
            names.subscribe(number);
        }

        @Operation(nonParallelGroup = "home")
        public void collect(@Param(name = "name") int number) {
            Topic topic = names.directory.find(name(number));
            if (topic != null) {
                names.directory.remove(topic);
            }
        }

        @Validate
        public void placesAndSharesAreThoseOfWhatIsThere() {
            names.placesAndSharesAreThoseOfWhatIsThere();
        }
    }

    @Test
    void twoWhoNameItFirstGetTheSameAndTakeOnePlace() {
        ConcurrencyCheck.check(TopicDirectoryConcurrencyTest.class);
    }

    @Test
    void noPlaceIsLostWhereTopicsComeAndGo() {
        ConcurrencyCheck.check(Collected.class);
    }
}
