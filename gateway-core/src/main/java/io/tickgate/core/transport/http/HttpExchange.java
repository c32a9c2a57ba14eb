package io.tickgate.core.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.EventExecutor;
import io.tickgate.core.audit.AccessLog;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.auth.Right;
import io.tickgate.core.auth.Verdict;
import io.tickgate.core.transport.LoopCodecs;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. <b>Owner:</b> the connection's event loop, {@link #executor}.
 *
 * <p>Exactly one {@code respond} method may be called, once. It may be called after the connection broke; then it does
 * nothing.
 */
public final class HttpExchange {
    /** What the exchange needs of its connection. */
    interface Connection {
        /** Takes {@code response} over. */
        void answer(FullHttpResponse response);

        void resumeBody();
    }

    private static final Verdict UNKNOWN = new Verdict.Accepted(Principal.NOBODY);

    /** IMF-fixdate (RFC 9110 section 5.6.7). */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ChannelHandlerContext ctx;
    private final Connection connection;
    private final LoopCodecs codecs;
    private final HttpFront front;
    private final HttpRequest request;
    private final long begunAtNanos;
    private @Nullable RequestHead head;
    private Verdict verdict = UNKNOWN;
    private Map<String, String> variables = Map.of();
    private boolean isAnswered;
    private boolean isBroken;

    HttpExchange(
            ChannelHandlerContext ctx, Connection connection, LoopCodecs codecs, HttpFront front, HttpRequest request) {
        this.ctx = ctx;
        this.connection = connection;
        this.codecs = codecs;
        this.front = front;
        this.request = request;
        this.begunAtNanos = ctx.executor().ticker().nanoTime();
    }

    /** Stands for a request that was never read, so that it can be answered. */
    static HttpRequest noRequest() {
        HttpRequest none = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        none.setDecoderResult(DecoderResult.UNFINISHED);
        return none;
    }

    public HttpMethod method() {
        return request.method();
    }

    public HttpHeaders headers() {
        return request.headers();
    }

    /** The decoded value of a variable of the route's path, such as {@code 0700.HK}; never empty. */
    public String pathVariable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path has no variable " + name);
        }
        return value;
    }

    /** The first value of a query parameter, or null when it is not there. */
    public @Nullable String query(String name) {
        return admitted().target().query().get(name);
    }

    /** Null when the request named none, or an unknown one. */
    public @Nullable MediaType contentType() {
        String value = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        return value == null ? null : MediaType.of(value);
    }

    /** Who asks, as far as trusted proxies can tell. */
    public ClientAddress client() {
        return admitted().client();
    }

    /** Whom the request has shown to come from. */
    public Principal principal() {
        return verdict instanceof Verdict.Accepted accepted ? accepted.principal() : Principal.NOBODY;
    }

    /**
     * Asks for a right to a channel that the path means.
     *
     * @throws WireException when whoever asks does not have it; answered as a problem
     */
    public void require(Right right, String channel) throws WireException {
        if (!principal().rights().allows(right, channel)) {
            throw new WireException(ErrorCode.FORBIDDEN, principal().denial(right, channel));
        }
    }

    /** The same for one that {@code field} of the body names. */
    public void require(Right right, String channel, String field) throws WireException {
        if (!principal().rights().allows(right, channel)) {
            throw new WireException(ErrorCode.FORBIDDEN, principal().denial(right, channel), field);
        }
    }

    /** The codecs of this connection's event loop. */
    public LoopCodecs codecs() {
        return codecs;
    }

    public EventExecutor executor() {
        return ctx.executor();
    }

    /** Unix time in milliseconds, for the {@code timestamp} of an answer. */
    public long nowMillis() {
        return front.clock().millis();
    }

    /** Whether an answer was given, or cannot be given any more. */
    public boolean isOver() {
        return isAnswered || isBroken;
    }

    public void respondJson(int status, JsonBody body) {
        respondJson(status, ExtraHeaders.NONE, body);
    }

    public void respondJson(int status, ExtraHeaders extra, JsonBody body) {
        respond(status, MediaType.JSON.text(), extra, body);
    }

    /**
     * Answers with what is no JSON.
     *
     * @param type the media type
     * @param content not touched afterwards by the caller
     */
    public void respondBytes(int status, String type, ExtraHeaders extra, byte[] content) {
        send(status, type, extra, () -> ctx.alloc().buffer(content.length).writeBytes(content));
    }

    /** Answers 204, or whatever else has no body. */
    public void respondEmpty(int status, ExtraHeaders extra) {
        send(status, null, extra, () -> ctx.alloc().buffer(0, 0));
    }

    public void respondProblem(ProblemDetails problem) {
        respondProblem(problem, ExtraHeaders.NONE);
    }

    public void respondProblem(ProblemDetails problem, ExtraHeaders extra) {
        if (!isOver()) {
            codecs.counters().onHttpError(problem.code());
        }
        respond(
                problem.status(),
                ProblemDetails.MEDIA_TYPE,
                headers -> {
                    if (problem.retryAfterSeconds() > 0) {
                        headers.setInt(HttpHeaderNames.RETRY_AFTER, problem.retryAfterSeconds());
                    }
                    extra.addTo(headers);
                },
                json -> problem.writeTo(json, instance()));
    }

    /** Goes on reading after {@link BodyStream#onPiece} said false; else does nothing. */
    public void resumeBody() {
        assert ctx.executor().inEventLoop();
        if (!isOver()) {
            connection.resumeBody();
        }
    }

    void admit(RequestHead checked) {
        head = checked;
    }

    void identify(Verdict found) {
        verdict = found;
    }

    Verdict verdict() {
        return verdict;
    }

    void bind(Map<String, String> pathVariables) {
        variables = pathVariables;
    }

    boolean isHttp10() {
        return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    /** The connection is gone, or was upgraded. */
    void breakOff() {
        isBroken = true;
        if (!isAnswered && !ctx.channel().isActive() && front.access().isOn()) {
            logAccess(AccessLog.BROKEN_OFF, 0);
        }
    }

    /** Null when no request line could be read. */
    private @Nullable String instance() {
        if (!request.decoderResult().isSuccess()) {
            return null;
        }
        int question = request.uri().indexOf('?');
        return question < 0 ? request.uri() : request.uri().substring(0, question);
    }

    private RequestHead admitted() {
        if (head == null) {
            throw new IllegalStateException("the head was not checked");
        }
        return head;
    }

    private void respond(int status, String type, ExtraHeaders extra, JsonBody body) {
        send(status, type, extra, () -> encode(body));
    }

    private void send(int status, @Nullable String type, ExtraHeaders extra, Supplier<ByteBuf> body) {
        assert ctx.executor().inEventLoop();
        if (isBroken) {
            return;
        }
        if (isAnswered) {
            throw new IllegalStateException("a request has one answer");
        }
        isAnswered = true;
        ByteBuf content = body.get();
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.DATE, HTTP_DATE.format(front.clock().instant()));
        if (type != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, type);
            headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
            headers.set("x-content-type-options", "nosniff");
        }
        // RFC 9110 section 8.6: of a 304 it would be the length that a 200 has.
        if (status != HttpResponseStatus.NO_CONTENT.code() && status != HttpResponseStatus.NOT_MODIFIED.code()) {
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        }
        if (head != null && head.origin() != null) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, head.origin());
            headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        }
        extra.addTo(headers);
        if (front.access().isOn()) {
            logAccess(status, content.readableBytes());
        }
        connection.answer(response);
    }

    private void logAccess(int status, int bytes) {
        String path = instance();
        SocketAddress peer = ctx.channel().remoteAddress();
        front.access()
                .request(
                        head != null ? head.client().address().getHostAddress() : addressOf(peer),
                        request.decoderResult().isSuccess() ? request.method().name() : "-",
                        path == null ? "-" : path,
                        status,
                        bytes,
                        ctx.executor().ticker().nanoTime() - begunAtNanos);
    }

    private static String addressOf(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress socket ? socket.getAddress().getHostAddress() : "-";
    }

    private ByteBuf encode(JsonBody body) {
        WireBuffer buffer = codecs.buffer();
        buffer.clear();
        body.writeTo(codecs.json());
        return ctx.alloc().buffer(buffer.length()).writeBytes(buffer.array(), 0, buffer.length());
    }
}
