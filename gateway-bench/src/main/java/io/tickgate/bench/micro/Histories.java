package io.tickgate.bench.micro;

import io.tickgate.bench.memory.MemoryClient;
import io.tickgate.bench.memory.MemoryGateway;
import io.tickgate.bench.memory.Quotes;
import io.tickgate.bench.memory.SteppedClock;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.WireFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a channel keeps of its past: one publication more, which pushes the oldest out, and a client that comes back for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Histories {
    private static final int KEPT = 1_000;

    @Param({"0", "1000"})
    public int kept;

    private final MessageBody quote = Quotes.body(WireFormat.JSON);
    private MemoryGateway gateway;
    private MemoryClient client;
    private long offset;

    /** The clock stands, so that nothing is too old. */
    private static MemoryGateway gateway(int size) {
        return new MemoryGateway(
                new SteppedClock(), Map.of("channels.market_data.history.size", Integer.toString(size)));
    }

    @Setup
    public void fill() {
        gateway = gateway(kept);
        client = gateway.connect(FrameKind.JSON);
        for (int i = 0; i < KEPT; i++) {
            append();
        }
    }

    @TearDown
    public void close() {
        gateway.close();
    }

    /** Nobody is subscribed: a history is all that there is to keep it for. */
    @Benchmark
    public void append() {
        gateway.publish(Quotes.CHANNEL, quote);
        gateway.turn();
        offset++;
    }

    /** As many publications as are kept, at most a hundred, come before the confirmation. */
    @Benchmark
    public void replay() {
        client.subscribeSince(
                Quotes.CHANNEL, new Position(MemoryGateway.EPOCH, Math.max(0, offset - Math.min(kept, 100))));
        gateway.turn();
        client.unsubscribe(Quotes.CHANNEL);
        gateway.turn();
    }
}
