package io.tickgate.core.transport.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tickgate.core.transport.LoopCodecs;
import io.tickgate.core.transport.StreamEnd;
import io.tickgate.core.transport.proxy.ConnectionEnds;
import io.tickgate.protocol.message.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one connection's requests, one after the other: checks the head, passes the body to its endpoint, writes the
 * answer, and only then reads the next request.
 *
 * <p>In: {@link HttpRequest} and {@link HttpContent}, one per {@code read}, as a {@code FlowControlHandler} delivers them.
 * Out: full responses. Nothing passes on inbound. Whatever leaves unsure where the next request starts ends the connection
 * after the answer; so does an answer given before the body was read.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
public final class HttpRouter extends ChannelInboundHandlerAdapter implements HttpExchange.Connection {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRouter.class);
    private static final String LATE = "The request did not arrive within timeouts.connect";
    private final HttpFront front;
    private final LoopCodecs codecs;
    private final RequestDeadline deadline;
    private final HttpConnectionLimit.Seat seat;

    private @Nullable ChannelHandlerContext ctx;
    /** The request being served; null between two. */
    private @Nullable HttpExchange exchange;

    private final BodyFeed body = new BodyFeed();
    private RequestDispatch.Pace pace = RequestDispatch.Pace.WHOLE;
    private boolean bodyIsAnnounced;
    private boolean bodyIsComplete;
    private boolean isWritten;
    /** The connection ends with the answer to this request. */
    private boolean isLast;
    /** The last answer is out; whatever still comes is thrown away. */
    private boolean isLingering;

    private final MessagePull pull = new MessagePull();
    private boolean hasBegun;

    /** @param deadline the one in the same pipeline, before the codec */
    public HttpRouter(HttpFront front, LoopCodecs codecs, RequestDeadline deadline) {
        this.front = front;
        this.codecs = codecs;
        this.deadline = deadline;
        this.seat = front.connections().new Seat();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        context.channel().config().setAutoRead(false);
        if (context.channel().isActive()) {
            begin(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin(context);
    }

    /** An accepted channel is active before its pipeline is made, and says so once more afterwards. */
    private void begin(ChannelHandlerContext context) {
        if (hasBegun) {
            return;
        }
        hasBegun = true;
        if (seat.tryOpen(context.channel().remoteAddress())) {
            pull.next(context);
        } else {
            refuse(context, seat.refusal());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        pull.onMessage();
        try {
            if (isLingering) {
                pull.next(context);
            } else if (message instanceof HttpRequest request) {
                onHead(context, request);
            } else if (message instanceof HttpContent content) {
                onContent(context, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        pull.onReadComplete(context);
    }

    private void onHead(ChannelHandlerContext context, HttpRequest request) {
        HttpExchange current = newExchange(context, request);
        exchange = current;
        isLast |= !HttpUtil.isKeepAlive(request);
        bodyIsComplete = false;
        isWritten = false;
        bodyIsAnnounced = request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                || !request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
        if (!deadline.isRunning(RequestDeadline.Wait.REQUEST)) {
            deadline.start(RequestDeadline.Wait.REQUEST);
        }
        boolean isAnswered = !tryOn(current, () -> {
            RequestHead head = front.requests().check(request, context);
            current.admit(head);
            if (!front.requests().isUpgrade(head) && !seat.tryServe()) {
                throw RequestRefused.fatal(seat.refusal());
            }
            // As a rule within this call; else nothing is read until it is known whose request it is.
            front.requests().identify(head, current, () -> onIdentified(context, head, current));
        });
        if (isAnswered) {
            readMore(context);
        }
    }

    private void onIdentified(ChannelHandlerContext context, RequestHead head, HttpExchange current) {
        if (exchange == current && !current.isOver()) {
            tryOn(current, () -> admit(context, head, current));
            readMore(context);
        }
    }

    private interface Step {
        void run() throws RequestRefused;
    }

    /** @return false when the request was answered instead */
    private boolean tryOn(HttpExchange current, Step step) {
        try {
            step.run();
            return true;
        } catch (RequestRefused refused) {
            isLast |= refused.isFatal();
            bodyIsAnnounced |= refused.isFatal();
            current.respondProblem(refused.problem(), refused.headers());
        } catch (RuntimeException ours) {
            fail(current, ours);
        }
        return false;
    }

    private void admit(ChannelHandlerContext context, RequestHead head, HttpExchange current) throws RequestRefused {
        RequestDispatch.Admission admission = front.requests().admit(head, current, context);
        body.begin(admission.body());
        pace = admission.pace();
        if (pace == RequestDispatch.Pace.STREAMED && bodyIsAnnounced) {
            deadline.start(RequestDeadline.Wait.PIECE);
        }
        if (head.expectsContinue() && bodyIsAnnounced && !current.isOver()) {
            context.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.CONTINUE,
                    context.alloc().buffer(0, 0)));
        }
    }

    private void onContent(ChannelHandlerContext context, HttpContent content) {
        HttpExchange current = exchange;
        if (current == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            isLast = true;
            body.drop();
            if (!current.isOver()) {
                current.respondProblem(
                        HeadCheck.undecodable(content.decoderResult().cause()));
            }
            return;
        }
        boolean ends = content instanceof LastHttpContent;
        bodyIsComplete = ends;
        try {
            if (!current.isOver()) {
                body.offer(content.content());
            }
            if (ends && body.hasReader() && !current.isOver()) {
                endBody();
                return;
            }
        } catch (RuntimeException ours) {
            body.drop();
            fail(current, ours);
        }
        if (exchange != current) {
            return;
        }
        if (ends) {
            finishIfDone(context);
        } else {
            readMore(context);
        }
    }

    /** The endpoint may answer at once, and the next request may then be served before this returns. */
    private void endBody() {
        BodyStream reader = body.end();
        if (pace != RequestDispatch.Pace.UPGRADE) {
            deadline.start(RequestDeadline.Wait.NONE);
        }
        if (reader != null) {
            reader.onEnd();
        }
    }

    @Override
    public void answer(FullHttpResponse response) {
        ChannelHandlerContext context = ctx;
        if (context == null) {
            response.release();
            return;
        }
        isLast |= bodyIsAnnounced && !bodyIsComplete;
        if (isLast) {
            response.headers().add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (exchange != null && exchange.isHttp10()) {
            response.headers().add(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        deadline.start(RequestDeadline.Wait.WRITE);
        context.writeAndFlush(response).addListener(written -> onWritten(context, (ChannelFuture) written));
    }

    private void onWritten(ChannelHandlerContext context, ChannelFuture written) {
        if (!written.isSuccess()) {
            context.close();
            return;
        }
        isWritten = true;
        if (!isLast) {
            finishIfDone(context);
        } else if (bodyIsAnnounced && !bodyIsComplete) {
            linger(context);
        } else {
            context.close();
        }
    }

    /** The next request is read when this one is read to its end and its answer has left. */
    private void finishIfDone(ChannelHandlerContext context) {
        if (bodyIsComplete && isWritten && !isLast) {
            exchange = null;
            body.end();
            deadline.start(RequestDeadline.Wait.IDLE);
            pull.next(context);
        }
    }

    /**
     * Says that nothing more will be sent, and throws away what still comes: closing at once would answer the rest of the
     * body with a reset, which can destroy the answer before the peer has read it (RFC 9112 section 9.6).
     */
    private void linger(ChannelHandlerContext context) {
        body.drop();
        isLingering = true;
        deadline.start(RequestDeadline.Wait.LINGER);
        StreamEnd.send(context.channel());
        pull.next(context);
    }

    @Override
    public void resumeBody() {
        ChannelHandlerContext context = ctx;
        if (body.resume() && context != null) {
            deadline.start(RequestDeadline.Wait.PIECE);
            pull.next(context);
        }
    }

    private void readMore(ChannelHandlerContext context) {
        HttpExchange current = exchange;
        if (body.isPaused()) {
            deadline.start(RequestDeadline.Wait.NONE);
        } else if (current != null && !(isLast && current.isOver())) {
            pull.next(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof RequestDeadline.Wait wait) {
            onLate(context, wait);
        } else if (event instanceof StopSignal signal) {
            onStop(context, signal);
        } else if (event instanceof ConnectionEnds ends && !seat.tryCharge(ends.client())) {
            refuse(context, seat.refusal());
        } else if (event instanceof ProblemDetails noRequestWillCome) {
            refuse(context, noRequestWillCome);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private void onStop(ChannelHandlerContext context, StopSignal signal) {
        HttpExchange current = exchange;
        if (current == null && !deadline.hasHeard()) {
            // Whoever asks for something from now on is told that the gateway stops; nobody waits for him to ask.
            return;
        }
        isLast = true;
        StopSignal.waitFor(context.channel());
        if (signal == StopSignal.END_OF_PUBLISHING) {
            if (current == null) {
                context.close();
            } else if (!current.isOver()) {
                body.stop();
            }
        }
    }

    private void onLate(ChannelHandlerContext context, RequestDeadline.Wait wait) {
        if (wait == RequestDeadline.Wait.REQUEST || wait == RequestDeadline.Wait.PIECE) {
            refuse(context, ProblemDetails.of(ErrorCode.REQUEST_TIMEOUT, LATE));
        } else {
            context.close();
        }
    }

    /** Ends the connection with {@code problem} as its last word, whatever was read of a request; without one after an answer. */
    private void refuse(ChannelHandlerContext context, ProblemDetails problem) {
        HttpExchange current = exchange;
        if (current != null && current.isOver()) {
            context.close();
            return;
        }
        isLast = true;
        bodyIsAnnounced = true;
        body.drop();
        // Whoever has not said a word has no codec yet, and is answered all the same.
        HttpFront.addCodec(context.pipeline());
        if (current == null) {
            current = newExchange(context, HttpExchange.noRequest());
            bodyIsComplete = false;
            exchange = current;
        }
        current.respondProblem(problem);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
        ctx = null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || exchange == null) {
            LOG.debug("connection ends: {}", cause.toString());
            context.close();
        } else {
            // Too many requests were sent ahead: those behind the current one are not served.
            LOG.debug("connection ends after this request: {}", cause.toString());
            isLast = true;
        }
    }

    private void end() {
        seat.leave();
        if (exchange != null) {
            exchange.breakOff();
            exchange = null;
        }
        body.drop();
    }

    private void fail(HttpExchange current, RuntimeException ours) {
        LOG.error("a request failed", ours);
        if (!current.isOver()) {
            current.respondProblem(ProblemDetails.of(ErrorCode.INTERNAL_ERROR, "The gateway failed; its log says why"));
        }
    }

    private HttpExchange newExchange(ChannelHandlerContext context, HttpRequest request) {
        return new HttpExchange(context, this, codecs, front, request);
    }
}
