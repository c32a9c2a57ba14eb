package io.tickgate.bench.micro;

import io.netty.buffer.ByteBufAllocator;
import io.tickgate.bench.memory.Quotes;
import io.tickgate.core.GatewaySettings;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.frame.SharedDeflater;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.protocol.message.WireFormat;
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
import org.openjdk.jmh.annotations.TearDown;

/** A payload becomes a frame, plain and deflated; once for a publication, however many get it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBuilding {
    @Param({"64", "256", "1024", "16384"})
    public int bytes;

    private final ByteBufAllocator allocator = GatewaySettings.allocator(1);
    private final SharedDeflater deflater =
            new SharedDeflater(GatewayConfig.DEFAULT.compression().level(), 0);
    private byte[] payload;

    @Setup
    public void setUp() {
        payload = Quotes.JSON
                .repeat(bytes / Quotes.JSON.length() + 1)
                .substring(0, bytes)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @TearDown
    public void tearDown() {
        deflater.close();
    }

    @Benchmark
    public boolean frame() {
        return WebSocketFrames.data(allocator, WireFormat.JSON, false, payload, 0, payload.length)
                .release();
    }

    @Benchmark
    public int deflate() {
        return deflater.tryDeflate(payload, 0, payload.length);
    }
}
