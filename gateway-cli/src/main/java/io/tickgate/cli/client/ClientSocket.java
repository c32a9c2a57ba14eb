package io.tickgate.cli.client;

import io.tickgate.cli.client.SocketEvent.Broken;
import io.tickgate.cli.client.SocketEvent.Closed;
import io.tickgate.cli.client.SocketEvent.Received;
import io.tickgate.cli.console.Failure;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.codec.MessageWriter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket to a gateway.
 *
 * <p><b>Owner:</b> the thread that opened it; the JDK's threads only fill its inbox.
 */
public final class ClientSocket implements AutoCloseable {
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final GatewayUrl url;
    private final WireFormat format;
    private final WebSocket socket;
    private final SocketInbox inbox;
    private final MessageReader reader = new MessageReader(WireMessage.LIMITS);
    private final MessageWriter writer = new MessageWriter();
    private final WireBuffer buffer = new WireBuffer();
    private boolean over;

    private ClientSocket(GatewayUrl url, WireFormat format, WebSocket socket, SocketInbox inbox) {
        this.url = url;
        this.format = format;
        this.socket = socket;
        this.inbox = inbox;
    }

    /**
     * Connects.
     *
     * @throws Failure when no gateway accepts the connection
     */
    public static ClientSocket open(HttpApiClient client, WireFormat format) throws Failure, InterruptedException {
        GatewayUrl url = client.url();
        SocketInbox inbox = new SocketInbox(format);
        WebSocket.Builder builder = client.http().newWebSocketBuilder().connectTimeout(HttpApiClient.CONNECT_TIMEOUT);
        if (format != WireFormat.JSON) {
            builder.subprotocols(format.subprotocol());
        }
        String authorization = client.authorization();
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        CompletableFuture<WebSocket> opened = builder.buildAsync(url.webSocket(), inbox);
        try {
            // The builder's own time-out is over when the connection stands: a silent server would hold us for ever.
            WebSocket socket = opened.get(2 * HttpApiClient.CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return new ClientSocket(url, format, socket, inbox);
        } catch (TimeoutException e) {
            throw Unreachable.because(url, new java.net.http.HttpTimeoutException("no answer to the handshake"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                int status = refused.getResponse().statusCode();
                throw Unreachable.refused(url, status);
            }
            throw Unreachable.because(url, e);
        } finally {
            opened.cancel(true);
        }
    }

    /** @throws Failure when the connection is gone */
    public void send(ClientMessage message) throws Failure, InterruptedException {
        buffer.clear();
        writer.write(format, message, buffer);
        if (format == WireFormat.JSON) {
            sendText(new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8));
        } else {
            await(socket.sendBinary(ByteBuffer.wrap(buffer.toBytes()), true));
        }
    }

    /**
     * Sends text that need not be a message.
     *
     * @throws Failure when the connection is gone
     */
    public void sendText(String text) throws Failure, InterruptedException {
        await(socket.sendText(text, true));
    }

    /**
     * The next event, or null when none came within {@code timeout}. After the end the end again.
     */
    public @Nullable SocketEvent poll(Duration timeout) throws InterruptedException {
        SocketInbox.Item item = inbox.poll(timeout);
        if (item == null) {
            return null;
        }
        if (item.end() != null) {
            over = true;
            return item.end();
        }
        if (inbox.release(item)) {
            socket.request(1);
        }
        WireMessage wire = new WireMessage(format, item.bytes());
        try {
            return new Received(
                    reader.readServer(format, item.bytes(), 0, item.bytes().length), wire, item.receivedAtNanos());
        } catch (WireException e) {
            return new Broken("what came is no message of this protocol: " + e.text());
        }
    }

    /** The text for an end of the connection that nobody asked for. */
    public Failure lost(SocketEvent end) {
        String why = end instanceof Closed closed
                ? "the gateway closed it with " + closed.code() + " " + closed.reason()
                : end instanceof Broken broken ? broken.why() : "unexpected " + end;
        return Unreachable.lost(url, why);
    }

    /** Leaves with 1000, waiting shortly for the gateway's answer. */
    @Override
    public void close() {
        try {
            if (!over) {
                socket.sendClose(CloseCode.NORMAL.code(), "").get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                inbox.awaitEnd(CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The connection is gone already, which is what close() is for.
        } finally {
            socket.abort();
        }
    }

    private void await(CompletableFuture<WebSocket> sent) throws Failure, InterruptedException {
        try {
            sent.get(SEND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Unreachable.lost(url, "it takes nothing any more");
        } catch (ExecutionException e) {
            SocketInbox.Item end = inbox.end();
            throw end == null || end.end() == null ? Unreachable.lost(url, "sending failed") : lost(end.end());
        }
    }
}
