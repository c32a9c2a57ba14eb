package io.tickgate.bench.load.publish;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.tickgate.bench.load.client.ClientLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP connection of a publisher. Requests are written as bytes; what comes back is read as HTTP.
 *
 * <p><b>Owner:</b> the loop.
 */
abstract class HttpLink implements PublisherLink {
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int TEXT_SHOWN_MAX = 300;
    private static final int GOOD_STATUS_END = 300;

    private final Listener listener;
    private @Nullable Channel channel;
    private boolean closed;

    HttpLink(ClientLoop loop, InetSocketAddress server, Listener listener) {
        this.listener = listener;
        loop.connect(server, new Answers(), this::end);
    }

    private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.pipeline()
                    .addBefore(context.name(), null, new HttpResponseDecoder())
                    .addBefore(context.name(), null, new HttpObjectAggregator(ANSWER_BYTES_MAX));
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            channel = context.channel();
            onConnected();
            listener.onReady();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            String body = response.content().toString(StandardCharsets.UTF_8);
            String shown = body.substring(0, Math.min(body.length(), TEXT_SHOWN_MAX));
            int status = response.status().code();
            if (response.decoderResult().isFailure()) {
                end("the server's answer is no HTTP: "
                        + response.decoderResult().cause());
            } else {
                onAnswer(status < GOOD_STATUS_END, status + " " + shown, body);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end("the server ended the connection");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end("the connection broke: " + cause.getMessage());
        }
    }

    /** The connection is open. */
    abstract void onConnected();

    /**
     * A whole answer arrived.
     *
     * @param text of it, for people
     */
    abstract void onAnswer(boolean isGood, String text, String body);

    final Listener listener() {
        return listener;
    }

    final void queue(byte[] bytes) {
        if (channel != null) {
            channel.write(channel.alloc().directBuffer(bytes.length).writeBytes(bytes), channel.voidPromise());
        }
    }

    final boolean isWritable() {
        return !closed && channel != null && channel.isWritable();
    }

    private void end(String reason) {
        if (closed) {
            return;
        }
        close();
        if (unanswered() > 0) {
            listener.onErrors(unanswered(), "not answered: " + reason);
        }
        listener.onEnd(reason);
    }

    @Override
    public final void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    @Override
    public final void close() {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }
}
