package io.tickgate.bench.micro;

import io.tickgate.bench.memory.MemoryGateway;
import io.tickgate.bench.memory.Quotes;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.time.SystemClock;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What one publication to a thousand subscribers costs by what they agreed to: each kind of frame is made once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FrameKinds {
    private static final int SUBSCRIBERS = 1_000;

    /** Who is subscribed, in equal parts, and whether to the channel or to its family. */
    public enum Mix {
        JSON(Quotes.CHANNEL, FrameKind.JSON),
        MSGPACK(Quotes.CHANNEL, FrameKind.MSGPACK),
        DEFLATED(Quotes.CHANNEL, FrameKind.JSON_DEFLATED),
        HALF_MSGPACK(Quotes.CHANNEL, FrameKind.JSON, FrameKind.MSGPACK),
        ALL(Quotes.CHANNEL, FrameKind.values()),
        FAMILY("market_data", FrameKind.JSON);

        private final String channel;
        private final int kindBits;

        Mix(String channel, FrameKind... kinds) {
            this.channel = channel;
            int bits = 0;
            for (FrameKind kind : kinds) {
                bits |= kind.bit();
            }
            kindBits = bits;
        }

        private List<FrameKind> kinds() {
            return Stream.of(FrameKind.values())
                    .filter(kind -> (kindBits & kind.bit()) != 0)
                    .toList();
        }
    }

    @Param
    public Mix mix;

    private final MessageBody quote = Quotes.body(WireFormat.JSON);
    private MemoryGateway gateway;

    @Setup
    public void connect() {
        gateway = new MemoryGateway(new SystemClock(), Map.of());
        List<FrameKind> kinds = mix.kinds();
        for (FrameKind kind : kinds) {
            gateway.connectMany(SUBSCRIBERS / kinds.size(), kind, mix.channel);
        }
    }

    @TearDown
    public void close() {
        gateway.close();
    }

    @Benchmark
    public void publish() {
        gateway.publish(Quotes.CHANNEL, quote);
        gateway.turn();
    }
}
