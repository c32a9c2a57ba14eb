package io.tickgate.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flow.FlowControlHandler;
import io.tickgate.core.session.TurnPacer;
import io.tickgate.core.transport.http.HttpFront;
import io.tickgate.core.transport.http.HttpRouter;
import io.tickgate.core.transport.http.RequestDeadline;
import io.tickgate.core.transport.proxy.ProxyProtocol;
import io.tickgate.core.transport.tls.PlainTextDetector;
import io.tickgate.core.transport.tls.ServerTls;
import io.tickgate.core.transport.tls.TlsGuard;
import java.util.function.Function;

/**
 * The pipeline of every connection, from accept to close.
 *
 * <pre>
 *  accept ── deferred-close      the end waits its turn
 *         ── first-reads         what a new connection says first does too; gone when it has had it
 *         ── request-deadline    a request, or an upgrade, must arrive in time, with all that comes before it
 *         ── proxy-header        where required: for whom a trusted proxy speaks; gone when it has said it
 *         ── proxied-ends
 *         ── plain-text          where TLS is spoken: who does not is told so; gone after the first byte
 *         ── tls
 *         ── tls-guard           what becomes of TLS stays here
 *         ── http-codec          bytes ↔ requests and responses; limits on line and head; there when it has something to read
 *         ── http-flow-control   one message per read: pipelined requests wait their turn, bodies are back-pressured
 *         ── http-router         connection limit, Host, Origin, path; answers, or hands over to the upgrade
 *
 *  upgrade: what stands above, deferred-close and tls excepted, makes room for ({@link
 *  io.tickgate.core.transport.websocket.WebSocketUpgrade})
 *         ── frame-decoder       bytes → frames; every rule of RFC 6455 section 5
 *         ── frame-aggregator    fragments → messages, up to limits.max-message-bytes
 *         ── control-frames      ping, pong, close
 *         ── message-decoder     inflate, UTF-8, JSON or MessagePack → commands
 *         ── session             the client's stay
 * </pre>
 *
 * <p>Outbound there is nothing after the upgrade but TLS: frames are whole when they reach the channel, and a turn's frames
 * pass by the pipeline altogether where the socket allows it.
 */
public final class PipelineInitializer extends ChannelInitializer<Channel> {
    private final Edge edge;
    private final HttpFront front;
    private final Function<Channel, LoopContext> contexts;

    /** @param contexts what a channel's event loop shares */
    public PipelineInitializer(Edge edge, HttpFront front, Function<Channel, LoopContext> contexts) {
        this.edge = edge;
        this.front = front;
        this.contexts = contexts;
    }

    @Override
    protected void initChannel(Channel channel) {
        ProxyProtocol proxy = edge.proxy();
        ServerTls tls = edge.tls();
        if (proxy != null && !proxy.admits(channel)) {
            channel.close();
            return;
        }
        LoopContext context = contexts.apply(channel);
        ChannelPipeline pipeline = channel.pipeline();
        int reads = FirstReads.HTTP_READS
                + (tls == null ? 0 : FirstReads.TLS_READS)
                + (proxy == null ? 0 : FirstReads.PROXY_READS);
        TurnPacer pacer = context.services().pacer();
        pipeline.addLast(HandlerNames.DEFERRED_CLOSE, new DeferredClose(pacer));
        pipeline.addLast(HandlerNames.FIRST_READS, new FirstReads(pacer, reads, HttpFront::addCodec));
        RequestDeadline deadline = new RequestDeadline(front.settings());
        pipeline.addLast(HandlerNames.REQUEST_DEADLINE, deadline);
        if (proxy != null) {
            proxy.addHandlers(pipeline);
        }
        if (tls != null) {
            pipeline.addLast(HandlerNames.PLAIN_TEXT, new PlainTextDetector(edge.tlsRefusals()));
            pipeline.addLast(HandlerNames.TLS, tls.newHandler(channel.alloc()));
            pipeline.addLast(
                    HandlerNames.TLS_GUARD,
                    new TlsGuard(deadline, context.services().shard().counters(), edge.tlsRefusals()));
        }
        addHttp(pipeline, front, context.codecs(), deadline);
    }

    /** What serves HTTP, where nothing comes before it. */
    static void addHttp(ChannelPipeline pipeline, HttpFront front, LoopCodecs codecs) {
        RequestDeadline deadline = new RequestDeadline(front.settings());
        pipeline.addLast(HandlerNames.REQUEST_DEADLINE, deadline);
        addHttp(pipeline, front, codecs, deadline);
        HttpFront.addCodec(pipeline);
    }

    private static void addHttp(
            ChannelPipeline pipeline, HttpFront front, LoopCodecs codecs, RequestDeadline deadline) {
        pipeline.addLast(HandlerNames.HTTP_FLOW_CONTROL, new FlowControlHandler());
        pipeline.addLast(HandlerNames.HTTP_ROUTER, new HttpRouter(front, codecs, deadline));
    }
}
