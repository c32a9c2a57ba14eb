package io.tickgate.bench.micro;

import io.tickgate.bench.memory.MemoryGateway;
import io.tickgate.bench.memory.Quotes;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.time.SystemClock;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.WireFormat;
import java.util.List;
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

/** A quote to a thousand subscribers, all of whom want it: without a filter, with one for all, with several. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Filters {
    private static final int SUBSCRIBERS = 1_000;

    /** Different filters among the subscribers. */
    @Param({"0", "1", "12"})
    private int filters;

    private final MessageBody quote = Quotes.body(WireFormat.JSON);
    private MemoryGateway gateway;

    @Setup
    public void connect() {
        gateway = new MemoryGateway(
                new SystemClock(), Map.of("channels.market_data.indexed", "symbol, price, volume, bid"));
        for (int i = 0; i < SUBSCRIBERS; i++) {
            gateway.connect(FrameKind.JSON).subscribe(options(i), Quotes.CHANNEL);
        }
        gateway.turn();
        long evaluated = gateway.count(Counter.FILTER_EVALUATIONS);
        long delivered = gateway.count(Counter.DELIVERED);
        publish();
        if (gateway.count(Counter.FILTER_EVALUATIONS) - evaluated != filters
                || gateway.count(Counter.DELIVERED) - delivered != SUBSCRIBERS) {
            throw new IllegalStateException("not every filter was asked once, or let the quote through");
        }
    }

    private SubscribeOptions options(int subscriber) {
        if (filters == 0) {
            return SubscribeOptions.NONE;
        }
        return SubscribeOptions.NONE.withFilter(new Filter.And(List.of(
                new Filter.Compare(Relation.GT, "volume", new Value.Whole(subscriber % filters)),
                new Filter.Prefix("symbol", "07"),
                new Filter.Compare(Relation.LT, "price", new Value.Real(500.5)))));
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
