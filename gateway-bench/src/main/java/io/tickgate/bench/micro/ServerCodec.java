package io.tickgate.bench.micro;

import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.ServerMessage;
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

/** What the gateway says, written by it and read by a client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ServerCodec {
    @Param
    public WireFormat format;

    @Param({
        "server-connection_established",
        "server-pong",
        "server-subscription_confirmed",
        "server-subscription_confirmed-list",
        "server-unsubscription_confirmed",
        "server-publish_confirmed",
        "server-ack_confirmed",
        "server-error",
        "server-lag",
        "server-snapshot",
        "server-publication",
        "server-chart_update",
        "server-backtest_progress_update",
        "server-notification",
        "server-system_status_update",
        "server-notifications_list"
    })
    public String message;

    private final MessageReader reader = new MessageReader(WireLimits.DEFAULT);
    private final MessageWriter writer = new MessageWriter();
    private final WireBuffer buffer = new WireBuffer();
    private byte[] bytes;
    private ServerMessage answer;

    @Setup
    public void read() throws WireException {
        bytes = GoldenMessage.bytes(message, format);
        answer = decode();
    }

    @Benchmark
    public ServerMessage decode() throws WireException {
        return reader.readServer(format, bytes, 0, bytes.length);
    }

    @Benchmark
    public WireBuffer encode() {
        buffer.clear();
        writer.write(format, answer, buffer);
        return buffer;
    }
}
