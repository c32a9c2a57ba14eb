package io.tickgate.bench.micro;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What clients say, read by the gateway and written by a client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CommandCodec {
    @Param
    public WireFormat format;

    @Param({
        "client-ping",
        "client-subscribe",
        "client-subscribe-list",
        "client-subscribe-since",
        "client-unsubscribe",
        "client-ack",
        "client-publish",
        "client-publish_chart",
        "client-publish_backtest_progress",
        "client-publish_notification",
        "client-publish_system_status",
        "client-subscribe_chart-history",
        "client-mark_notification_read"
    })
    public String message;

    private final MessageReader reader = new MessageReader(WireLimits.DEFAULT);
    private final MessageWriter writer = new MessageWriter();
    private final WireBuffer buffer = new WireBuffer();
    private byte[] bytes;
    private ClientMessage command;

    @Setup
    public void read() throws WireException {
        bytes = GoldenMessage.bytes(message, format);
        command = decode();
    }

    @Benchmark
    public ClientMessage decode() throws WireException {
        return reader.readCommand(format, bytes, 0, bytes.length);
    }

    @Benchmark
    public WireBuffer encode() {
        buffer.clear();
        writer.write(format, command, buffer);
        return buffer;
    }
}
