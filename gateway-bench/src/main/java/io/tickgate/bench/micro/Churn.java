package io.tickgate.bench.micro;

import io.tickgate.bench.memory.MemoryClient;
import io.tickgate.bench.memory.MemoryGateway;
import io.tickgate.bench.memory.Quotes;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.time.SystemClock;
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

/** A client that subscribes and leaves again, beside those who stay; both confirmations are written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Churn {
    @Param({"0", "1000", "10000"})
    public int staying;

    /** A channel, or a family whose members all come with it. */
    @Param({Quotes.CHANNEL, "market_data"})
    public String channel;

    private MemoryGateway gateway;
    private MemoryClient client;

    @Setup
    public void connect() {
        gateway = new MemoryGateway(new SystemClock(), Map.of());
        gateway.connectMany(staying, FrameKind.JSON, channel);
        client = gateway.connect(FrameKind.JSON);
    }

    @TearDown
    public void close() {
        gateway.close();
    }

    @Benchmark
    public void subscribeAndUnsubscribe() {
        client.subscribe(channel);
        gateway.turn();
        client.unsubscribe(channel);
        gateway.turn();
    }
}
