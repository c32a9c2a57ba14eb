package io.tickgate.bench.load.publish;

import io.tickgate.bench.load.client.ClientFrames;
import io.tickgate.bench.load.client.ClientLoop;
import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.client.SocketListener;
import io.tickgate.bench.load.dialect.Answers;
import io.tickgate.bench.load.dialect.Dialect;
import io.tickgate.bench.load.dialect.Message;
import io.tickgate.bench.load.scenario.TargetSpec;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.WireFormat;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Publishes by commands over a WebSocket. Who is refused hears of it; who is not is not counted answer by answer. */
final class WebSocketPublisher implements PublisherLink, SocketListener, Answers {
    private final Dialect dialect;
    private final WireFormat format;
    private final Templates frames;
    private final Listener listener;
    private final ClientSocket socket;
    private boolean ready;

    WebSocketPublisher(
            ClientLoop loop,
            InetSocketAddress server,
            TargetSpec target,
            Dialect dialect,
            WireFormat format,
            Templates frames,
            Listener listener) {
        this.dialect = dialect;
        this.format = format;
        this.frames = frames;
        this.listener = listener;
        this.socket = loop.connect(server, Upgrades.of(target, dialect, format, false), this);
    }

    static byte[] frame(Message command) {
        return ClientFrames.message(command.binary(), command.bytes());
    }

    @Override
    public void onOpen() {
        Message hello = dialect.hello();
        if (hello != null) {
            socket.send(hello.binary(), hello.bytes());
        }
        if (!dialect.greets()) {
            onReady();
        }
    }

    @Override
    public void onMessage(boolean binary, byte[] in, int from, int to, long readAtNanos) {
        dialect.read(format, in, from, to, this);
    }

    @Override
    public void onReady() {
        if (!ready) {
            ready = true;
            listener.onReady();
        }
    }

    @Override
    public void onSubscribed(@Nullable String channel, @Nullable Position position, @Nullable String refusal) {
        // A publisher subscribes to nothing; small servers answer OK to whatever they are sent.
    }

    @Override
    public void onRefused(String text) {
        listener.onErrors(1, text);
    }

    @Override
    public void onPing(Message pong) {
        socket.send(pong.binary(), pong.bytes());
    }

    @Override
    public void onEnd(String reason) {
        ready = false;
        listener.onEnd(reason);
    }

    @Override
    public boolean takesMore() {
        return ready && socket.isWritable();
    }

    @Override
    public void publish(int channel, long number, long dueNanos) {
        socket.queue(frames.of(channel, number, dueNanos));
    }

    @Override
    public void flush() {
        socket.flush();
    }

    @Override
    public void finish() {
        // Nothing to say.
    }

    @Override
    public long unanswered() {
        return 0;
    }

    @Override
    public void close() {
        socket.close();
    }
}
