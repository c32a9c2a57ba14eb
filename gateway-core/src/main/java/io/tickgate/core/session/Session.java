package io.tickgate.core.session;

import io.netty.buffer.ByteBuf;
import io.tickgate.core.auth.Principal;
import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.Subscriber;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.frame.WebSocketFrames;
import io.tickgate.core.limit.UserConnections.Place;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import java.net.InetAddress;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One client's stay, from the welcome to the close. It coordinates what it owns and decides nothing else: commands are
 * executed by {@link Commands}, answers ordered by {@link Answers}, memberships kept by {@link Subscriptions}, bytes that
 * wait by {@link SendQueue}, what was not acknowledged by {@link Acknowledgements}, silence judged by {@link Liveness}, the
 * end brought about by {@link Closing}.
 *
 * <p><b>Owner:</b> the loop of its socket; it never moves. All methods are called there.
 */
public final class Session extends Subscriber {
    private enum State {
        OPEN,
        /** A close frame is written or waits; nothing but what is queued goes out any more. */
        CLOSING,
        CLOSED
    }

    private final UUID id;
    private final FrameKind kind;
    private final Identity identity;
    private final Connection connection;
    private final SessionServices services;
    private final Subscriptions subscriptions;
    private final Answers answers = new Answers(this::writeInOrder);
    private final SendQueue queue;
    private final Acknowledgements acknowledgements;
    private final FamilySnapshots snapshots;
    private final OneByOne oneByOne;
    private final Liveness liveness;
    private final Inbox inbox;
    private final Commands commands;
    private final CommandGate gate;
    private final Closing closing;
    private final Bandwidth bandwidth;
    /** Null until an epoch changes, which few sessions live to see. */
    private @Nullable EpochChange epochChange;

    private State state = State.OPEN;
    private long serial;

    /**
     * @param userId whose connection the client says it is; null when it did not say
     * @param principal whom the client has shown to be; may call itself by that user
     */
    public Session(
            UUID id,
            FrameKind kind,
            @Nullable String userId,
            Connection connection,
            Principal principal,
            SessionServices services) {
        super(connection);
        this.id = id;
        this.kind = kind;
        this.connection = connection;
        this.services = services;
        this.identity = new Identity(this, userId, principal, services);
        this.queue = new SendQueue(this, connection, services);
        this.acknowledgements = new Acknowledgements(this, queue, services);
        this.snapshots = new FamilySnapshots(this, services);
        this.subscriptions = new Subscriptions(services, this, queue, acknowledgements, snapshots);
        this.oneByOne = new OneByOne(subscriptions, queue, acknowledgements, snapshots);
        this.liveness = new Liveness(services.limits(), services.clock().nanoTime());
        this.inbox = new Inbox(this, connection, liveness, services);
        this.commands = new Commands(this, services);
        this.gate = new CommandGate(this, services);
        this.closing = new Closing(this, connection, queue, services);
        this.bandwidth = new Bandwidth(this, services.limits().caps());
        gate.apply(principal);
    }

    public UUID id() {
        return id;
    }

    @Override
    public @Nullable String userId() {
        return identity.userId();
    }

    /** @param place its own among the connections of its user, which it gives back in the end; null where none counts */
    public void occupy(@Nullable Place place) {
        identity.occupy(place);
    }

    Principal principal() {
        return identity.principal();
    }

    Identity identity() {
        return identity;
    }

    /** From now on the client is {@code principal}, with what that may do. */
    void become(Principal principal) {
        identity.become(principal);
        gate.apply(principal);
        bandwidth.apply(principal.rights().allowances().bandwidth());
    }

    CommandGate gate() {
        return gate;
    }

    /** The name of the user's own topic; null where the connection has no user. */
    @Nullable
    String ownChannel() {
        String userId = userId();
        return userId == null ? null : UserTopics.of(userId);
    }

    /** Joins the shard and says welcome: the first frame of every connection. */
    public void open() {
        services.registry().add(id, this);
        services.shard().counters().add(Counter.CONNECTIONS, 1);
        bandwidth.apply(principal().rights().allowances().bandwidth());
        send(services.welcome(id, kind, userId()));
    }

    /** Any frame at all arrived. */
    public void onFrame() {
        liveness.onFrame(services.clock().nanoTime());
    }

    /** @param command its bodies are borrowed for the call */
    public void onCommand(ClientMessage command) {
        if (state == State.OPEN) {
            services.shard().counters().onCommand(command);
            inbox.onCommand(command, commands);
        }
    }

    /** Says enough for one turn of the loop: the next command waits until the others were looked at. */
    public void rest() {
        inbox.rest();
    }

    /** What should have been a command is none. The connection lives on. */
    public void onMalformed(WireException fault) {
        if (state == State.OPEN) {
            services.shard().counters().onMalformed();
            inbox.onMalformed(fault);
        }
    }

    /** @param payload what the ping carried; borrowed */
    public void onPing(ByteBuf payload) {
        if (state == State.OPEN) {
            writeInOrder(WebSocketFrames.pong(payload));
        }
    }

    /** @param status what the client closes with, or answers our close; 0 when it said nothing */
    public void onPeerClose(int status) {
        closing.onPeerClose(status);
    }

    /** The socket takes bytes again. */
    public void onWritable() {
        queue.drain();
        snapshots.goOn();
    }

    /** The socket is gone, for whatever reason. Everything the session holds is given back. */
    public void onClosed() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            mayWait();
            subscriptions.clear();
            queue.drop();
            answers.release();
            inbox.clear();
            epochChange = null;
            services.resumeTokens().onEnd(id);
            services.registry().remove(id);
            identity.leave();
            services.shard().counters().add(Counter.CONNECTIONS, -1);
            services.shard().counters().onClosed(closing.ending());
        }
    }

    /** The loop did not run for so long: see {@link Liveness#onStandstill}. */
    void onStandstill(long lostNanos, long nowNanos) {
        liveness.onStandstill(lostNanos, nowNanos);
    }

    /** Heartbeat and every time-out; called a few times a second. */
    public void tick(long nowNanos) {
        if (state == State.CLOSING) {
            closing.tick(nowNanos);
            return;
        }
        switch (liveness.check(nowNanos, connection, queue.isListed())) {
            case PING -> writeInOrder(WebSocketFrames.ping());
            case IDLE -> {
                services.shard().counters().increment(Counter.IDLE_CLOSES);
                close(CloseCode.IDLE_TIMEOUT);
            }
            case STALLED -> closing.closeSlow("no byte was accepted in time");
            case FINE -> {}
        }
        if (state == State.OPEN) {
            identity.tick(nowNanos);
        }
        acknowledgements.tick(nowNanos, queue.isWaiting());
    }

    /**
     * Tells the client that the gateway stops and when to come back, with a token for then.
     *
     * @param afterMillis from now
     */
    void announceEnd(long afterMillis) {
        if (state == State.OPEN) {
            ByteBuf frame = encode(new NoticeMessage.ServerShutdown(
                    afterMillis, services.resumeTokens().issue(id, userId(), afterMillis)));
            if (frame != null) {
                writeInOrder(frame);
            }
        }
    }

    /** Ends the session: what waits is dropped, then the code is said. */
    public void close(CloseCode code) {
        closing.close(code);
    }

    /**
     * Ends the session after every command that was read is answered, and everything that waits for it was sent, as far
     * as the deadline allows. Commands that have not begun, or still come, are answered with {@code unavailable}.
     */
    public void closeAfterQueued(CloseCode code) {
        closing.closeAfterQueued(code);
    }

    /** The client broke the rules of frames, so nothing it sends can be understood any more. */
    public void fail(CloseCode code, String reason) {
        closing.fail(code, reason);
    }

    /** From here on nothing but what is queued goes out. */
    void onClosing() {
        state = State.CLOSING;
        mayWait();
        inbox.onClosing();
        acknowledgements.clear();
        // Not at once: a fan-out that walks the groups may be the one who closes us.
        services.shard().loop().execute(subscriptions::clear);
    }

    /** Where the client is. */
    InetAddress clientAddress() {
        return connection.peer().address();
    }

    /** Its place in the order in which the sessions of its shard came. */
    public long serial() {
        return serial;
    }

    void enlist(long place) {
        serial = place;
    }

    public Peer peer() {
        return connection.peer();
    }

    public long sentBytes() {
        return connection.sentBytes();
    }

    /** What the connection ended with, or 1006 while it ended with nothing (RFC 6455 section 7.1.5). */
    public int closeCode() {
        return closing.code();
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Answers answers() {
        return answers;
    }

    Inbox inbox() {
        return inbox;
    }

    Closing closing() {
        return closing;
    }

    Bandwidth bandwidth() {
        return bandwidth;
    }

    SendQueue queue() {
        return queue;
    }

    FamilySnapshots snapshots() {
        return snapshots;
    }

    Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    /** How many bytes the client is behind, in what its socket takes and in what it acknowledges. */
    long lag() {
        return queue.lag() + acknowledgements.bytes();
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Answers in the order of the commands. */
    void send(ServerMessage message) {
        ByteBuf frame = encode(message);
        if (frame != null) {
            answers.add(frame);
        }
    }

    /**
     * Encodes for this client's dialect.
     *
     * @return a frame that the caller owns; null when there is no memory for it, and the connection was cut for that
     */
    @Nullable
    ByteBuf encode(ServerMessage message) {
        WireBuffer buffer = services.buffer();
        buffer.clear();
        services.writer().write(kind.format(), message, buffer);
        try {
            return WebSocketFrames.data(services.allocator(), kind.format(), false, buffer.array(), 0, buffer.length());
        } catch (OutOfMemoryError e) {
            connection.closeNow();
            return null;
        }
    }

    /** What {@link SendQueue#hold} kept back goes out, behind what was written meanwhile. */
    void release() {
        if (queue.isHolding() && !isEpochDue()) {
            queue.release();
        }
        snapshots.goOn();
    }

    /** The queue, or the connection, was given something. */
    void onQueued() {
        mayWait();
    }

    /** The positions of these topics mean nothing any more. */
    void onEpochChange(Predicate<Topic> affected) {
        if (state == State.OPEN) {
            if (epochChange == null) {
                epochChange = new EpochChange(this, services);
            }
            epochChange.begin(affected);
        }
    }

    /** Of {@code topic} the home has said where it is. */
    void onAttached(Topic topic) {
        if (epochChange != null) {
            epochChange.onAttached(topic);
        }
    }

    /** No command waits for anybody. */
    void onCommandEnd() {
        if (state == State.OPEN && epochChange != null && epochChange.isDue()) {
            epochChange.standInLine();
        }
    }

    private boolean isEpochDue() {
        return epochChange != null && epochChange.isDue();
    }

    private void writeInOrder(ByteBuf frame) {
        // A command may itself end the session, and no answer may follow the close frame (RFC 6455 section 5.5.1).
        if (state != State.OPEN) {
            frame.release();
            return;
        }
        queue.addAnswer(frame);
    }

    @Override
    public Shard shard() {
        return services.shard();
    }

    @Override
    protected FrameKind kind() {
        return kind;
    }

    @Override
    protected boolean holds(Topic topic) {
        return subscriptions.covers(topic);
    }

    @Override
    protected boolean isBehind() {
        return state != State.OPEN || queue.isBehind() || connection.hasPending();
    }

    @Override
    protected void queue(SharedBytes frames, int from) {
        if (state == State.OPEN) {
            queue.addRest(frames, from);
        }
    }

    @Override
    protected void deliver(Topic topic, long offset, SharedBytes frame) {
        if (state == State.OPEN) {
            oneByOne.deliver(topic, offset, frame);
        }
    }

    @Override
    protected void tell(Topic topic, long from, long to, SharedBytes frame) {
        if (state == State.OPEN) {
            oneByOne.tell(topic, from, to, frame);
        }
    }

    @Override
    protected void flush() {
        queue.flush();
    }
}
