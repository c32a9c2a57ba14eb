package io.tickgate.bench.micro;

import io.tickgate.bench.memory.MemoryGateway;
import io.tickgate.bench.memory.Quotes;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.time.SystemClock;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.SubscribeOptions;
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

/**
 * A quote to a thousand subscribers who want it at a rate, as fast as they can be published: most are replaced by the next
 * one, and what a tick sends is shared by all that came since the tick before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Conflating {
    private static final int SUBSCRIBERS = 1_000;

    /** Updates a second, 0 for all. */
    @Param({"0", "1", "50"})
    private double hz;

    private final MessageBody quote = Quotes.body(WireFormat.JSON);
    private MemoryGateway gateway;

    @Setup
    public void connect() {
        gateway = new MemoryGateway(new SystemClock(), Map.of());
        SubscribeOptions options = hz == 0 ? SubscribeOptions.NONE : SubscribeOptions.NONE.withMaxHz(hz);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            gateway.connect(FrameKind.JSON).subscribe(options, Quotes.CHANNEL);
        }
        gateway.turn();
    }

    @TearDown
    public void close() {
        gateway.close();
    }

    /** Ticks that are due run with the turn. */
    @Benchmark
    public void publish() {
        gateway.publish(Quotes.CHANNEL, quote);
        gateway.turn();
    }
}
