package io.tickgate.bench.memory;

import io.tickgate.core.session.Session;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import java.util.List;

/** One session of a {@link MemoryGateway}. What it says is executed within the call; answers leave before it returns. */
public final class MemoryClient {
    private static final CommandId ID = new CommandId.Number(1);

    private final Session session;
    private final MemoryConnection connection;
    private final MessageReader reader;

    MemoryClient(Session session, MemoryConnection connection, MessageReader reader) {
        this.session = session;
        this.connection = connection;
        this.reader = reader;
    }

    public MemoryConnection connection() {
        return connection;
    }

    /** Reads a command as the gateway would from a frame, and executes it. */
    public void say(byte[] json) {
        try {
            say(reader.readCommand(WireFormat.JSON, json, 0, json.length));
        } catch (WireException e) {
            throw new IllegalArgumentException(e.text(), e);
        }
    }

    public void say(ClientMessage command) {
        session.onFrame();
        session.onCommand(command);
    }

    public void subscribe(String... channels) {
        say(new ClientMessage.Subscribe(ID, List.of(channels), channels.length > 1, null, false));
    }

    public void subscribe(SubscribeOptions options, String... channels) {
        say(new ClientMessage.Subscribe(ID, List.of(channels), channels.length > 1, null, false, options));
    }

    public void subscribeSince(String channel, Position since) {
        say(new ClientMessage.Subscribe(ID, List.of(channel), false, since, false));
    }

    public void unsubscribe(String channel) {
        say(new ClientMessage.Unsubscribe(ID, List.of(channel), false));
    }

    void leave() {
        connection.closeNow();
    }
}
