package io.tickgate.cli.doctor;

import io.tickgate.cli.client.ClientSocket;
import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.client.SocketEvent;
import io.tickgate.cli.client.SocketEvent.Received;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.Welcome;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that asks one thing at a time and waits for the answer. */
final class Dialogue implements AutoCloseable {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final ClientSocket socket;
    private final Welcome welcome;
    private final long welcomedAfterNanos;

    private Dialogue(ClientSocket socket, Welcome welcome, long welcomedAfterNanos) {
        this.socket = socket;
        this.welcome = welcome;
        this.welcomedAfterNanos = welcomedAfterNanos;
    }

    /** @throws Failure when there is no connection, or no welcome on it */
    static Dialogue open(HttpApiClient api, WireFormat format) throws Failure, InterruptedException {
        long startNanos = System.nanoTime();
        ClientSocket socket = ClientSocket.open(api, format);
        try {
            Received first = received(socket, socket.poll(ANSWER_TIMEOUT));
            if (!(first.message() instanceof Welcome welcome)) {
                throw new Failure(
                        ExitCode.FAILED,
                        "the first message is no welcome but " + first.message().type());
            }
            return new Dialogue(socket, welcome, first.receivedAtNanos() - startNanos);
        } catch (Failure | InterruptedException e) {
            socket.close();
            throw e;
        }
    }

    Welcome welcome() {
        return welcome;
    }

    /** From the start of the connection to its welcome. */
    long welcomedAfterNanos() {
        return welcomedAfterNanos;
    }

    void send(ClientMessage message) throws Failure, InterruptedException {
        socket.send(message);
    }

    /** Sends text that need not be a message. */
    void sendText(String text) throws Failure, InterruptedException {
        socket.sendText(text);
    }

    void subscribe(String channel) throws Failure, InterruptedException {
        send(new ClientMessage.Subscribe(null, List.of(channel), false, null, false));
        await(ServerMessage.SubscriptionConfirmed.class);
    }

    /**
     * The next message of that kind, passing over others.
     *
     * @throws Failure also when an error came instead
     */
    <T extends ServerMessage> T await(Class<T> kind) throws Failure, InterruptedException {
        while (true) {
            ServerMessage message =
                    received(socket, socket.poll(ANSWER_TIMEOUT)).message();
            if (kind.isInstance(message)) {
                return kind.cast(message);
            }
            if (message instanceof ServerMessage.ErrorMessage error) {
                throw new Failure(ExitCode.FAILED, "refused: " + error.code().wireName() + ": " + error.text());
            }
        }
    }

    /** The next event, or null. */
    @Nullable
    SocketEvent poll(Duration timeout) throws InterruptedException {
        return socket.poll(timeout);
    }

    /** The close that ends the connection. */
    SocketEvent awaitEnd() throws Failure, InterruptedException {
        while (true) {
            SocketEvent event = socket.poll(ANSWER_TIMEOUT);
            if (event == null) {
                throw noAnswer();
            }
            if (!(event instanceof Received)) {
                return event;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private static Received received(ClientSocket socket, @Nullable SocketEvent event) throws Failure {
        if (event == null) {
            throw noAnswer();
        }
        if (event instanceof Received received) {
            return received;
        }
        throw socket.lost(event);
    }

    private static Failure noAnswer() {
        return new Failure(ExitCode.FAILED, "no answer within " + ANSWER_TIMEOUT.toSeconds() + " s");
    }
}
