package io.tickgate.bench.micro;

import io.tickgate.bench.memory.Quotes;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.PublicationEncoder;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A publication's envelope around its body: a copy where the subscriber has its publisher's format, else token by token. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Transcode {
    private static final byte[] CHANNEL = Quotes.CHANNEL.getBytes(StandardCharsets.UTF_8);
    private static final byte[] TIMESTAMP = "2026-11-23T12:00:00.123Z".getBytes(StandardCharsets.US_ASCII);

    @Param
    public WireFormat from;

    @Param
    public WireFormat to;

    private final PublicationEncoder encoder = new PublicationEncoder();
    private final WireBuffer buffer = new WireBuffer();
    private MessageBody body;

    @Setup
    public void setUp() {
        body = Quotes.body(from);
    }

    @Benchmark
    public WireBuffer publication() throws WireException {
        buffer.clear();
        encoder.encode(to, body, CHANNEL, 12_345, 1_795_435_200_123_456L, TIMESTAMP, buffer);
        return buffer;
    }
}
