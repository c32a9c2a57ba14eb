package io.tickgate.bench.micro;

import io.tickgate.bench.memory.Quotes;
import io.tickgate.core.filter.CompiledFilter;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.IndexedValues;
import io.tickgate.protocol.wire.MemberNames;
import io.tickgate.protocol.wire.MemberReader;
import io.tickgate.protocol.wire.WireException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What selecting takes of one publication: reading its indexed members, asking a filter, cutting a view. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterSteps {
    private static final MemberNames INDEXED = new MemberNames(List.of("symbol", "price", "volume", "bid"));
    private static final MemberNames VIEW = new MemberNames(List.of("symbol", "price"));

    @Param
    private WireFormat format;

    private final MemberReader reader = new MemberReader();
    private MessageBody quote;
    private IndexedValues values;
    private CompiledFilter filter;

    @Setup
    public void read() throws WireException {
        quote = Quotes.body(format);
        values = reader.values(quote, INDEXED);
        filter = CompiledFilter.of(
                new Filter.And(List.of(
                        new Filter.Compare(Relation.GT, "volume", new Value.Whole(100_000)),
                        new Filter.Prefix("symbol", "07"),
                        new Filter.In("price", List.of(new Value.Whole(1), new Value.Real(355.2))),
                        new Filter.Not(new Filter.Exists("bid")))),
                INDEXED,
                "filter",
                "market_data");
    }

    @Benchmark
    public IndexedValues values() throws WireException {
        return reader.values(quote, INDEXED);
    }

    @Benchmark
    public boolean matches() {
        return filter.matches(values);
    }

    @Benchmark
    public MessageBody cut() throws WireException {
        return reader.cut(quote, VIEW);
    }
}
