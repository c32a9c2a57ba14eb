package io.tickgate.core.transport.http;

import static io.tickgate.protocol.message.ErrorCode.BAD_REQUEST;
import static io.tickgate.protocol.message.ErrorCode.NOT_FOUND;
import static io.tickgate.protocol.message.ErrorCode.UNAVAILABLE;
import static io.tickgate.protocol.message.ErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static io.tickgate.protocol.message.ErrorCode.UPGRADE_REQUIRED;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.protocol.wire.WireException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides from its head what becomes of a request: which endpoint reads its body, or why it is refused. Any thread. */
public final class RequestDispatch {
    /** How long a request may take. */
    enum Pace {
        /** All of it within {@code timeouts.connect}. */
        WHOLE,
        /** As long as pieces keep coming. */
        STREAMED,
        /** As WHOLE, the upgrade itself included. */
        UPGRADE
    }

    /** What reads a request's body. */
    record Admission(BodyStream body, Pace pace) {}

    /** How long a browser may keep a preflight's answer. */
    private static final String PREFLIGHT_SECONDS = "600";

    /** By then a balancer has found another gateway, or this one's successor is there. */
    private static final int STOPPING_RETRY_SECONDS = 5;

    private final HttpSettings settings;
    private final HeadCheck headCheck;
    private final RouteTable routes;
    private final RequestIdentity identity;
    private final ByteBudget bodyBudget;
    private final BooleanSupplier isStopping;
    private final @Nullable UpgradeEndpoint upgrade;

    /**
     * @param hosts and {@code origins}: asked for each request, since a reload may bring others
     * @param endpoints everything but the upgrade
     * @param bodyBudget shared by all bodies that are being received
     * @param isStopping whether the gateway takes nothing to publish any more; called on any event loop
     * @param upgrade null where no WebSocket is spoken
     * @throws IllegalArgumentException when two endpoints serve the same requests
     */
    public RequestDispatch(
            HttpSettings settings,
            Supplier<HostPolicy> hosts,
            Supplier<OriginPolicy> origins,
            ClientAddresses clients,
            RequestIdentity identity,
            ByteBudget bodyBudget,
            BooleanSupplier isStopping,
            @Nullable UpgradeEndpoint upgrade,
            List<? extends HttpEndpoint> endpoints) {
        this.settings = settings;
        this.headCheck = new HeadCheck(hosts, origins, clients);
        this.routes = new RouteTable(endpoints);
        this.identity = identity;
        this.bodyBudget = bodyBudget;
        this.isStopping = isStopping;
        this.upgrade = upgrade;
    }

    /** Every check that needs no path. */
    RequestHead check(HttpRequest request, ChannelHandlerContext ctx) throws RequestRefused {
        return headCheck.check(request, ctx.channel());
    }

    /** Whether the request wants to leave HTTP (RFC 6455 section 4.2.1); key and version are the upgrade's own matter. */
    boolean isUpgrade(RequestHead head) {
        HttpRequest request = head.request();
        UpgradeEndpoint webSocket = upgrade;
        return webSocket != null
                && head.target().path().equals(webSocket.path())
                && request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** Finds out whose request it is, and tells {@code exchange}; then runs {@code then} on its loop, as a rule within this call. */
    void identify(RequestHead head, HttpExchange exchange, Runnable then) {
        identity.find(head, exchange.executor(), verdict -> {
            exchange.identify(verdict);
            then.run();
        });
    }

    /** @param exchange knows whose request it is */
    Admission admit(RequestHead head, HttpExchange exchange, ChannelHandlerContext ctx) throws RequestRefused {
        RequestIdentity.requireAccepted(exchange.verdict());
        HttpMethod method = head.request().method();
        if (method.equals(HttpMethod.OPTIONS)) {
            return answerAtEnd(head, Pace.WHOLE, preflight(head, exchange));
        }
        if (head.target().isAsterisk()) {
            throw RequestRefused.with(ProblemDetails.of(BAD_REQUEST, "Only OPTIONS has the target *"));
        }
        UpgradeEndpoint webSocket = upgrade;
        if (webSocket != null && head.target().path().equals(webSocket.path())) {
            requireUpgrade(head);
            return answerAtEnd(head, Pace.UPGRADE, () -> webSocket.onUpgrade(ctx, head.request(), exchange));
        }
        RouteTable.Match match = routes.find(method, head.target());
        exchange.bind(match.variables());
        Route route = match.endpoint().route();
        RequestIdentity.require(head, exchange.principal(), route.access());
        boolean publishes = route.access() == Route.Access.PUBLISHERS || route.access() == Route.Access.USERS;
        if (publishes && isStopping.getAsBoolean()) {
            throw RequestRefused.fatal(stopping(""));
        }
        if (match.endpoint() instanceof HttpEndpoint.Plain plain) {
            return answerAtEnd(head, Pace.WHOLE, () -> serve(plain, exchange));
        }
        requirePlainBody(head);
        requireContentType(head, route, exchange);
        if (match.endpoint() instanceof HttpEndpoint.Streaming streaming) {
            return new Admission(open(streaming, exchange), Pace.STREAMED);
        }
        if (head.contentLength() > settings.bodyBytesMax()) {
            throw RequestRefused.with(BodyCollector.tooLarge(settings.bodyBytesMax()));
        }
        HttpEndpoint.Whole whole = (HttpEndpoint.Whole) match.endpoint();
        return new Admission(
                new BodyCollector(whole, exchange, settings.bodyBytesMax(), bodyBudget, ctx.alloc()), Pace.WHOLE);
    }

    /**
     * What a publisher is told who comes, or is not done, when the gateway stops.
     *
     * @param more goes on with the sentence
     */
    public static ProblemDetails stopping(String more) {
        return ProblemDetails.of(UNAVAILABLE, "The gateway is stopping" + more).withRetryAfter(STOPPING_RETRY_SECONDS);
    }

    private Runnable preflight(RequestHead head, HttpExchange exchange) throws RequestRefused {
        Set<String> methods = new LinkedHashSet<>(routes.allowedMethods(head.target()));
        if (upgrade != null && head.target().path().equals(upgrade.path())) {
            methods.add(HttpMethod.GET.name());
        }
        if (methods.isEmpty()) {
            throw RequestRefused.with(ProblemDetails.of(NOT_FOUND, "There is nothing at this path"));
        }
        String allow = String.join(", ", methods);
        return () -> exchange.respondEmpty(204, headers -> {
            headers.set(HttpHeaderNames.ALLOW, allow);
            if (head.origin() != null) {
                headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, allow);
                headers.set(
                        HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
                        "authorization, content-type, x-api-key, idempotency-key");
                headers.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
            }
        });
    }

    private void requireUpgrade(RequestHead head) throws RequestRefused {
        if (!head.request().method().equals(HttpMethod.GET)) {
            throw RouteTable.notAllowed(head.request().method(), Set.of(HttpMethod.GET.name()));
        }
        if (!isUpgrade(head)) {
            throw RequestRefused.with(
                    ProblemDetails.of(
                            UPGRADE_REQUIRED, "Only WebSocket is spoken here; open it with a WebSocket client"),
                    UpgradeEndpoint.WANTED);
        }
    }

    /** Nothing is inflated on this way in, so that a small body cannot become a large one. */
    private static void requirePlainBody(RequestHead head) throws RequestRefused {
        for (String codings : head.request().headers().getAll(HttpHeaderNames.CONTENT_ENCODING)) {
            for (String coding : codings.split(",", -1)) {
                if (!coding.isBlank() && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding.strip())) {
                    throw RequestRefused.with(
                            ProblemDetails.of(
                                    UNSUPPORTED_MEDIA_TYPE,
                                    "Send the body without a Content-Encoding; none is undone here"),
                            // RFC 9110 section 12.5.3: in a response it says what requests may use.
                            headers -> headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY));
                }
            }
        }
    }

    /** An empty body needs no type: what is wrong with it, the endpoint says. */
    private static void requireContentType(RequestHead head, Route route, HttpExchange exchange) throws RequestRefused {
        String sent = head.request().headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (sent == null && !head.hasBody()) {
            return;
        }
        MediaType type = exchange.contentType();
        if (type == null || !route.consumes().contains(type)) {
            Set<String> known = new TreeSet<>();
            route.consumes().forEach(each -> known.add(each.text()));
            String list = String.join(" or ", known);
            throw RequestRefused.with(
                    ProblemDetails.of(
                            UNSUPPORTED_MEDIA_TYPE,
                            "Send the header Content-Type: " + list
                                    + (sent == null ? "; there was none" : "; another one was sent")),
                    headers -> headers.set(HttpHeaderNames.ACCEPT, String.join(", ", known)));
        }
    }

    private static BodyStream open(HttpEndpoint.Streaming endpoint, HttpExchange exchange) throws RequestRefused {
        try {
            return endpoint.open(exchange);
        } catch (WireException fault) {
            throw RequestRefused.with(ProblemDetails.of(fault));
        }
    }

    private static void serve(HttpEndpoint.Plain endpoint, HttpExchange exchange) {
        try {
            endpoint.handle(exchange);
        } catch (WireException fault) {
            exchange.respondProblem(ProblemDetails.of(fault));
        }
    }

    private static Admission answerAtEnd(RequestHead head, Pace pace, Runnable answer) throws RequestRefused {
        if (head.hasBody()) {
            throw RequestRefused.with(ProblemDetails.of(BAD_REQUEST, "This request takes no body"));
        }
        return new Admission(new NoBody(answer), pace);
    }

    /** Waits for the end of a request that has no body. A chunked one may still turn out to be empty, but is refused. */
    private record NoBody(Runnable answer) implements BodyStream {
        @Override
        public boolean onPiece(ByteBuf piece) {
            return true;
        }

        @Override
        public void onEnd() {
            answer.run();
        }

        @Override
        public void onStop() {
            // It takes nothing, so it may still be answered in full; who never ends it is cut.
        }

        @Override
        public void onBroken() {}
    }
}
