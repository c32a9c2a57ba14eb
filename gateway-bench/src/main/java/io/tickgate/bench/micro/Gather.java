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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Fifty channels publish in one turn; each of a thousand connections has five and gets them in one send. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Gather {
    private static final int CHANNELS = 50;
    private static final int SUBSCRIBERS = 1_000;
    private static final int EACH = 5;

    private final MessageBody quote = Quotes.body(WireFormat.JSON);
    private MemoryGateway gateway;

    @Setup
    public void connect() {
        gateway = new MemoryGateway(new SystemClock(), Map.of());
        for (int i = 0; i < SUBSCRIBERS; i++) {
            String[] channels = new String[EACH];
            for (int k = 0; k < EACH; k++) {
                channels[k] = channel((i + k * CHANNELS / EACH) % CHANNELS);
            }
            gateway.connectMany(1, FrameKind.JSON, channels);
        }
    }

    @TearDown
    public void close() {
        gateway.close();
    }

    private static String channel(int index) {
        return "market_data:S" + index;
    }

    /** The figures are for one publication, which a hundred connections get. */
    @Benchmark
    @OperationsPerInvocation(CHANNELS)
    public void publishToAll() {
        for (int i = 0; i < CHANNELS; i++) {
            gateway.publish(channel(i), quote);
        }
        gateway.turn();
    }
}
