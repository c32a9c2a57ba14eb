package io.tickgate.bench.micro;

import io.tickgate.bench.memory.MemoryGateway;
import io.tickgate.bench.memory.Quotes;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.time.SystemClock;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From the publication to the sockets of all its subscribers, which take everything: what the gateway itself costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FanOut {
    private static final int JOINED = 16;

    @Param({"1", "100", "1000", "10000"})
    public int subscribers;

    private final MessageBody quote = Quotes.body(WireFormat.JSON);
    private MemoryGateway gateway;

    @Setup
    public void connect() {
        gateway = new MemoryGateway(new SystemClock(), Map.of());
        gateway.connectMany(subscribers, FrameKind.JSON, Quotes.CHANNEL);
    }

    @TearDown
    public void close() {
        gateway.close();
    }

    /** One publication in a turn of the loop. */
    @Benchmark
    public void single() {
        gateway.publish(Quotes.CHANNEL, quote);
        gateway.turn();
    }

    /** Sixteen in a turn, which each subscriber gets in one send; the figures are for one of them. */
    @Benchmark
    @OperationsPerInvocation(JOINED)
    public void joined() {
        for (int i = 0; i < JOINED; i++) {
            gateway.publish(Quotes.CHANNEL, quote);
        }
        gateway.turn();
    }
}
