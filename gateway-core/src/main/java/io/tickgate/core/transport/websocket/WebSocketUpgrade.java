package io.tickgate.core.transport.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.flow.FlowControlHandler;
import io.tickgate.core.audit.AccessLog;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.limit.ConnectionLimit;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.limit.UserConnections.Place;
import io.tickgate.core.metrics.Admission;
import io.tickgate.core.session.Peer;
import io.tickgate.core.session.Session;
import io.tickgate.core.time.Clock;
import io.tickgate.core.transport.HandlerNames;
import io.tickgate.core.transport.LoopContext;
import io.tickgate.core.transport.http.ClientAddress;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.RequestCodec;
import io.tickgate.core.transport.http.UpgradeEndpoint;
import io.tickgate.protocol.codec.NotificationReader;
import io.tickgate.protocol.message.ErrorCode;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an HTTP connection into a WebSocket, or says why not, before anything is switched: every limit is refused as HTTP,
 * where the client can read the reason and when to come back.
 *
 * <p>Runs on the connection's loop.
 */
public final class WebSocketUpgrade implements UpgradeEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketUpgrade.class);

    private final Dialogue dialogue;
    private final Function<Channel, LoopContext> contexts;
    private final ConnectionLimit limit;
    private final ByteBudget inboundBudget;
    private final boolean deflateAllowed;
    private final BooleanSupplier isDraining;
    private final AccessLog access;

    /**
     * @param dialogue what is spoken behind the upgrade
     * @param contexts what a channel's event loop shares
     * @param inboundBudget {@code limits.inbound-bytes-total}
     * @param deflateAllowed {@code compression.enabled}
     */
    public WebSocketUpgrade(
            Dialogue dialogue,
            Function<Channel, LoopContext> contexts,
            ConnectionLimit limit,
            ByteBudget inboundBudget,
            boolean deflateAllowed,
            BooleanSupplier isDraining,
            AccessLog access) {
        this.dialogue = dialogue;
        this.contexts = contexts;
        this.limit = limit;
        this.inboundBudget = inboundBudget;
        this.deflateAllowed = deflateAllowed;
        this.isDraining = isDraining;
        this.access = access;
    }

    @Override
    public String path() {
        return dialogue.path();
    }

    @Override
    public void onUpgrade(ChannelHandlerContext ctx, HttpRequest request, HttpExchange exchange) {
        contexts.apply(ctx.channel()).codecs().counters().onUpgrade(tryUpgrade(ctx, request, exchange));
    }

    private Admission tryUpgrade(ChannelHandlerContext ctx, HttpRequest request, HttpExchange exchange) {
        if (!Handshake.isVersionKnown(request.headers())) {
            exchange.respondProblem(
                    ProblemDetails.of(ErrorCode.UPGRADE_REQUIRED, "This gateway speaks WebSocket version " + VERSION),
                    WANTED);
            return Admission.MALFORMED;
        }
        if (!Handshake.isKeyValid(request.headers())) {
            exchange.respondProblem(ProblemDetails.of(
                    ErrorCode.BAD_REQUEST, "Sec-WebSocket-Key must stand once and be the base64 of 16 bytes"));
            return Admission.MALFORMED;
        }
        if (isDraining.getAsBoolean()) {
            exchange.respondProblem(ProblemDetails.of(ErrorCode.UNAVAILABLE, "The gateway is shutting down")
                    .withRetryAfter(ConnectionLimit.RETRY_AFTER_SECONDS));
            return Admission.DRAINING;
        }
        String userId = exchange.query("user_id");
        if (userId != null && !NotificationReader.isUserId(userId)) {
            exchange.respondProblem(ProblemDetails.of(
                    ErrorCode.BAD_REQUEST, "The query parameter \"user_id\" " + NotificationReader.USER_ID_RULE));
            return Admission.MALFORMED;
        }
        Principal principal = exchange.principal();
        if (!principal.mayCallItself(userId)) {
            exchange.respondProblem(
                    ProblemDetails.of(ErrorCode.FORBIDDEN, "The query parameter \"user_id\" names another user"));
            return Admission.FORBIDDEN;
        }
        ClientAddress client = exchange.client();
        String counted = principal.countedUser(userId);
        Place place = counted == null ? null : new Place(counted);
        return switch (limit.tryEnter(client.address(), place)) {
            case FULL -> {
                refuse(exchange, ErrorCode.TOO_MANY_CONNECTIONS, "limits.max-connections is reached");
                yield Admission.FULL;
            }
            case ADDRESS_FULL -> {
                refuse(
                        exchange,
                        ErrorCode.TOO_MANY_CONNECTIONS_FROM_ADDRESS,
                        "limits.max-connections-per-ip is reached for this address");
                yield Admission.ADDRESS_FULL;
            }
            case USER_FULL -> {
                refuse(exchange, ErrorCode.TOO_MANY_CONNECTIONS_OF_USER, UserConnections.REACHED);
                yield Admission.USER_FULL;
            }
            case ADMITTED -> {
                open(
                        ctx,
                        Handshake.of(request.headers(), deflateAllowed),
                        client,
                        userId,
                        principal,
                        place,
                        peer(exchange));
                yield Admission.OPENED;
            }
        };
    }

    private static void refuse(HttpExchange exchange, ErrorCode code, String detail) {
        exchange.respondProblem(ProblemDetails.of(code, detail).withRetryAfter(ConnectionLimit.RETRY_AFTER_SECONDS));
    }

    private static Peer peer(HttpExchange exchange) {
        return new Peer(
                exchange.client().address(),
                cut(exchange.headers().get(HttpHeaderNames.USER_AGENT)),
                cut(exchange.query("client_id")),
                exchange.nowMillis());
    }

    /** What a client says of itself, for people and for nothing else. */
    private static String cut(@Nullable String text) {
        return text == null
                ? ""
                : text.substring(0, Math.min(text.length(), Peer.TEXT_CHARS_MAX))
                        .replaceAll("\\p{Cntrl}", "?");
    }

    private void open(
            ChannelHandlerContext ctx,
            Handshake handshake,
            ClientAddress client,
            @Nullable String userId,
            Principal principal,
            @Nullable Place place,
            Peer peer) {
        Channel channel = ctx.channel();
        LoopContext context = contexts.apply(channel);
        FrameKind kind = FrameKind.of(handshake.format(), handshake.windowBits());
        NettyConnection connection = new NettyConnection(channel, peer);
        Session session = new Session(UUID.randomUUID(), kind, userId, connection, principal, context.services());
        session.occupy(place);
        ctx.write(handshake.response());
        ChannelPipeline pipeline = channel.pipeline();
        addFrameHandlers(pipeline, handshake, kind, session, context, client.address());
        LOG.debug("connection {} from {} {} speaks {}", session.id(), peer.address(), peer.label(), kind);
        context.sessions().add(session);
        // Frames that were sent ahead of the 101 leave the codec when it goes, and nothing may be answered before the
        // welcome: so its encoder goes first, the welcome second, and the rest of it last.
        pipeline.get(RequestCodec.class).removeOutboundHandler();
        dialogue.begin(session);
        removeHttpHandlers(pipeline);
        channel.config().setAutoRead(true);
    }

    private void addFrameHandlers(
            ChannelPipeline pipeline,
            Handshake handshake,
            FrameKind kind,
            Session session,
            LoopContext context,
            InetAddress address) {
        Clock clock = context.services().clock();
        long openedAtNanos = clock.nanoTime();
        addFrameHandlers(
                pipeline,
                session,
                dialogue.newMessageHandler(session, kind, context.inbound()),
                handshake.deflate() != null,
                context.inbound().messageBytesMax(),
                inboundBudget,
                () -> {
                    context.sessions().remove(session);
                    limit.leave(address);
                    access.connection(
                            address.getHostAddress(),
                            session.id().toString(),
                            session.userId(),
                            session.closeCode(),
                            session.sentBytes(),
                            clock.nanoTime() - openedAtNanos);
                });
    }

    /**
     * All that a connection's bytes pass once it is a WebSocket.
     *
     * @param messages reads them
     * @param messageBytesMax {@code limits.max-message-bytes}
     * @param onClosed runs when the session has ended
     */
    static void addFrameHandlers(
            ChannelPipeline pipeline,
            Session session,
            ChannelHandler messages,
            boolean deflates,
            int messageBytesMax,
            ByteBudget budget,
            Runnable onClosed) {
        pipeline.addLast(
                HandlerNames.FRAME_DECODER, new FrameDecoder(messageBytesMax, deflates, budget, session::onFrame));
        pipeline.addLast(HandlerNames.FRAME_AGGREGATOR, new FrameAggregator(messageBytesMax, budget));
        pipeline.addLast(HandlerNames.CONTROL_FRAMES, new ControlFrameHandler(session));
        // Where reading stops in the middle of a read, the rest waits here: as it came, before it is inflated and
        // copied.
        pipeline.addLast(HandlerNames.FRAME_FLOW_CONTROL, new FlowControlHandler());
        pipeline.addLast(HandlerNames.MESSAGE_DECODER, messages);
        pipeline.addLast(HandlerNames.SESSION, new SessionHandler(session, onClosed));
    }

    /** From the back: what the codec still holds passes to the frame decoder when it goes. */
    private static void removeHttpHandlers(ChannelPipeline pipeline) {
        for (String name : List.of(
                HandlerNames.HTTP_ROUTER,
                HandlerNames.HTTP_FLOW_CONTROL,
                HandlerNames.HTTP_CODEC,
                HandlerNames.REQUEST_DEADLINE)) {
            pipeline.remove(name);
        }
    }
}
