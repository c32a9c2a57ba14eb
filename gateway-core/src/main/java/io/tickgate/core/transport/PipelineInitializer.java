package io.tickgate.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.tickgate.core.transport.http.HttpFront;
import io.tickgate.core.transport.http.HttpRouter;
import io.tickgate.core.transport.http.RequestDeadline;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of every connection, from accept to close.
 *
 * <pre>
 *  accept ── first-reads         what a new connection says first waits its turn; gone when it has had it
 *         ── tls (where configured)
 *         ── request-deadline    a request, or an upgrade, must arrive in time
 *         ── http-codec          bytes ↔ requests and responses; limits on line and head
 *         ── http-flow-control   one message per read: pipelined requests wait their turn, bodies are back-pressured
 *         ── http-router         connection limit, Host, Origin, path; answers, or hands over to the upgrade
 *
 *  upgrade: what stands above, tls excepted, makes room for ({@link
 *  io.tickgate.core.transport.websocket.WebSocketUpgrade})
 *         ── frame-decoder       bytes → frames; every rule of RFC 6455 section 5
 *         ── frame-aggregator    fragments → messages, up to limits.max-message-bytes
 *         ── control-frames      ping, pong, close
 *         ── message-decoder     inflate, UTF-8, JSON or MessagePack → commands
 *         ── session             the client's stay
 * </pre>
 *
 * <p>Outbound there is nothing after the upgrade: frames are whole when they reach the channel, and a turn's frames pass by
 * the pipeline altogether where the socket allows it.
 */
public final class PipelineInitializer extends ChannelInitializer<Channel> {
    private final @Nullable SslContext tls;
    private final HttpFront front;
    private final Function<Channel, LoopContext> contexts;

    /**
     * @param tls null for plain connections
     * @param contexts what a channel's event loop shares
     */
    public PipelineInitializer(@Nullable SslContext tls, HttpFront front, Function<Channel, LoopContext> contexts) {
        this.tls = tls;
        this.front = front;
        this.contexts = contexts;
    }

    @Override
    protected void initChannel(Channel channel) {
        LoopContext context = contexts.apply(channel);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(
                HandlerNames.FIRST_READS,
                new FirstReads(
                        context.services().pacer(), tls == null ? FirstReads.PLAIN_READS : FirstReads.TLS_READS));
        if (tls != null) {
            pipeline.addLast(HandlerNames.TLS, tls.newHandler(channel.alloc()));
        }
        addHttp(pipeline, front, context.codecs());
    }

    /** What serves HTTP, on any listener. */
    static void addHttp(ChannelPipeline pipeline, HttpFront front, LoopCodecs codecs) {
        RequestDeadline deadline = new RequestDeadline(front.settings());
        pipeline.addLast(HandlerNames.REQUEST_DEADLINE, deadline);
        pipeline.addLast(HandlerNames.HTTP_CODEC, HttpFront.newCodec());
        pipeline.addLast(HandlerNames.HTTP_FLOW_CONTROL, new FlowControlHandler());
        pipeline.addLast(HandlerNames.HTTP_ROUTER, new HttpRouter(front, codecs, deadline));
    }
}
