package io.tickgate.core.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * HTTP/1.1 of one connection, in bytes and out. Netty's {@code HttpServerCodec} would do, but it is final and lenient where
 * RFC 9112 leaves a server the choice: what {@link HeadScan} finds is marked as undecodable. Trailers are not looked at by
 * anybody, so neither are their folds.
 *
 * <p>In: bytes. Out: {@code HttpRequest}s, a doubtful one with a {@link HeadSyntaxException}, and their contents. Where more
 * requests are sent ahead than {@link #AHEAD_MAX} it fires an exception and reads nothing any more.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
public final class RequestCodec extends CombinedChannelDuplexHandler<HttpRequestDecoder, HttpResponseEncoder> {
    /** Requests that were read and are not answered. */
    private static final int AHEAD_MAX = 128;

    /** Of the requests that are not answered: the answer to {@code HEAD} has no body. */
    private final Queue<HttpMethod> methods = new ArrayDeque<>();

    RequestCodec(HttpDecoderConfig config) {
        init(new Decoder(config), new Encoder());
    }

    private final class Decoder extends HttpRequestDecoder {
        private final HeadScan scan = new HeadScan();
        private boolean isInHead = true;
        private boolean isOver;

        Decoder(HttpDecoderConfig config) {
            super(config);
        }

        /** One call consumes bytes of a head, or of a body, never of both: with a head's last line it returns. */
        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
            if (isOver) {
                in.skipBytes(in.readableBytes());
                return;
            }
            int from = in.readerIndex();
            int first = out.size();
            super.decode(ctx, in, out);
            if (isInHead) {
                for (int i = from; i < in.readerIndex(); i++) {
                    scan.accept(in.getByte(i));
                }
            }
            for (int i = first; i < out.size(); i++) {
                if (out.get(i) instanceof HttpRequest request) {
                    if (methods.size() == AHEAD_MAX) {
                        giveUp(ctx, in, out, i);
                        return;
                    }
                    onHead(request);
                }
                if (out.get(i) instanceof LastHttpContent) {
                    isInHead = true;
                    scan.reset();
                }
            }
        }

        private void onHead(HttpRequest request) {
            isInHead = false;
            methods.add(request.method());
            String fault = scan.fault();
            if (fault != null && request.decoderResult().isSuccess()) {
                request.setDecoderResult(DecoderResult.failure(new HeadSyntaxException(fault)));
            }
        }

        private void giveUp(ChannelHandlerContext ctx, ByteBuf in, List<Object> out, int from) {
            isOver = true;
            in.skipBytes(in.readableBytes());
            while (out.size() > from) {
                ReferenceCountUtil.release(out.remove(out.size() - 1));
            }
            ctx.fireExceptionCaught(new TooLongFrameException("over " + AHEAD_MAX + " requests were sent ahead"));
        }
    }

    private final class Encoder extends HttpResponseEncoder {
        @Override
        protected boolean isContentAlwaysEmpty(HttpResponse response) {
            boolean isInterim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
            HttpMethod method = isInterim ? methods.peek() : methods.poll();
            return HttpMethod.HEAD.equals(method) || super.isContentAlwaysEmpty(response);
        }
    }
}
