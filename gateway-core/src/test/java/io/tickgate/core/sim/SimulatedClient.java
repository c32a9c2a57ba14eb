package io.tickgate.core.sim;

import io.tickgate.core.auth.Principal;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.session.Session;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One client of a {@link Simulation}: what it sends waits for the gateway to read, what it gets is recorded. */
public final class SimulatedClient {
    /** Commands that one read of the socket brings, and which the gateway therefore gets even if it stops reading. */
    private static final int COMMANDS_PER_READ = 3;

    private final ManualLoops loops;
    private final int loopIndex;
    private final ManualLoop loop;
    private final Session session;
    private final RecordingConnection connection;
    private final ArrayDeque<ClientMessage> unread = new ArrayDeque<>();
    private final List<ClientMessage> sent = new ArrayList<>();
    private boolean opened;

    SimulatedClient(
            Simulation simulation,
            int loopIndex,
            FrameKind kind,
            @Nullable String userId,
            Principal principal,
            MessageReader reader) {
        this.loops = simulation.loops();
        this.loopIndex = loopIndex;
        this.loop = simulation.loop(loopIndex);
        this.connection =
                new RecordingConnection(loop, simulation::beforeIo, new ReceivedFrames(kind.format(), reader));
        UUID id = new UUID(simulation.clients().size(), 100L * simulation.node() + loopIndex);
        this.session = new Session(id, kind, userId, connection, principal, simulation.services(loopIndex));
        connection.join(session, () -> simulation.sessions(loopIndex).remove(session));
        connection.whenReading(this::read);
        loop.execute(() -> {
            simulation.sessions(loopIndex).add(session);
            session.open();
            opened = true;
        });
    }

    public Session session() {
        return session;
    }

    /** Whether the gateway knows the session already. */
    public boolean isOpened() {
        return opened;
    }

    public RecordingConnection connection() {
        return connection;
    }

    public ReceivedFrames received() {
        return connection.received();
    }

    public int loopIndex() {
        return loopIndex;
    }

    /** What was sent so far, in order. */
    public List<ClientMessage> sent() {
        return sent;
    }

    /** The id that the next command gets. */
    public CommandId nextId() {
        return new CommandId.Number(sent.size());
    }

    /** Sends a command; the gateway reads it in a task of its own, when it reads at all. */
    public void send(ClientMessage command) {
        sent.add(command);
        unread.addLast(command);
        loop.execute(this::read);
    }

    public void subscribe(String... channels) {
        send(new ClientMessage.Subscribe(nextId(), List.of(channels), channels.length > 1, null, false));
    }

    public void subscribe(SubscribeOptions options, String... channels) {
        subscribe(options, false, channels);
    }

    public void subscribeWithAck(SubscribeOptions options, String... channels) {
        subscribe(options, true, channels);
    }

    private void subscribe(SubscribeOptions options, boolean ack, String... channels) {
        send(new ClientMessage.Subscribe(nextId(), List.of(channels), channels.length > 1, null, ack, options));
    }

    public void resume(SubscribeOptions options, String channel, Position since) {
        send(new ClientMessage.Subscribe(nextId(), List.of(channel), false, new Since(since), false, options));
    }

    public void resume(String channel, Position since) {
        send(new ClientMessage.Subscribe(nextId(), List.of(channel), false, since, false));
    }

    /** Comes back to {@code notifications} with a position in each of the two channels that it brings. */
    public void resumeNotifications(Position since, @Nullable Long userOffset, boolean ack) {
        send(new ClientMessage.Subscribe(
                nextId(), List.of("notifications"), false, new Since(since, userOffset), ack, null));
    }

    public void subscribeWithAck(String... channels) {
        send(new ClientMessage.Subscribe(nextId(), List.of(channels), channels.length > 1, null, true));
    }

    public void resumeWithAck(String channel, Position since) {
        send(new ClientMessage.Subscribe(nextId(), List.of(channel), false, since, true));
    }

    public void acknowledge(String channel, long offset) {
        send(new ClientMessage.Ack(nextId(), channel, offset));
    }

    public void unsubscribe(String... channels) {
        send(new ClientMessage.Unsubscribe(nextId(), List.of(channels), channels.length > 1));
    }

    public void ping() {
        send(new ClientMessage.Ping(nextId()));
    }

    public void publish(String channel, MessageBody body) {
        send(new ClientMessage.Publish(nextId(), channel, body, null, null));
    }

    /** Commands that the gateway has not read. */
    public int unreadCount() {
        return unread.size();
    }

    private void read() {
        if (!connection.isReading()) {
            return;
        }
        for (int i = 0; i < COMMANDS_PER_READ && !unread.isEmpty(); i++) {
            ClientMessage command = unread.removeFirst();
            session.onFrame();
            if (command instanceof ClientMessage.Publish publish) {
                MessageBody borrowed = publish.message().copy();
                session.onCommand(new ClientMessage.Publish(
                        publish.id(), publish.channel(), borrowed, publish.priority(), publish.conflate()));
                Bodies.scribble(borrowed);
            } else if (command instanceof ClientMessage.PublishChart publish) {
                OpaqueList borrowed = publish.dataPoints().copy();
                session.onCommand(
                        new ClientMessage.PublishChart(publish.id(), publish.symbol(), publish.updateType(), borrowed));
                Arrays.fill(borrowed.bytes(), (byte) '#');
            } else if (command instanceof ClientMessage.PublishNotification publish) {
                MessageBody borrowed = publish.notification().copy();
                session.onCommand(new ClientMessage.PublishNotification(publish.id(), borrowed));
                Bodies.scribble(borrowed);
            } else if (command instanceof ClientMessage.PublishSystemStatus publish) {
                MessageBody borrowed = publish.status().copy();
                session.onCommand(new ClientMessage.PublishSystemStatus(publish.id(), borrowed));
                Bodies.scribble(borrowed);
            } else {
                session.onCommand(command);
            }
        }
        if (!unread.isEmpty()) {
            loop.execute(this::read);
        }
    }

    /** Something arrives that is no command. */
    public void malformed(WireException fault) {
        run(() -> session.onMalformed(fault));
    }

    /** Runs {@code task} now on this client's loop. */
    public void run(Runnable task) {
        loops.runAs(loop, task);
    }

    /** The client sends a close frame. */
    public void close(int status) {
        run(() -> session.onPeerClose(status));
    }

    /** The connection is gone. */
    public void cut() {
        run(connection::closeNow);
    }

    /** The messages that arrived. */
    public List<ServerMessage> messages() {
        return received().all(ServerMessage.class);
    }

    public List<String> types() {
        return messages().stream().map(ServerMessage::type).toList();
    }

    @Override
    public String toString() {
        return "client " + session.id().getMostSignificantBits() + " on loop " + loopIndex;
    }
}
