package io.tickgate.core.transport.http.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JDK's WebSocket client, subscribed to one channel. */
final class Subscriber implements WebSocket.Listener, AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private final String connectionId;

    Subscriber(int port, String channel) throws InterruptedException {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + "/api/v1/websocket/ws"), this)
                .join();
        connectionId = take().replaceFirst(".*\"connection_id\":\"([^\"]+)\".*", "$1");
        socket.sendText("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}", true)
                .join();
        String confirmation = take();
        if (!confirmation.contains("subscription_confirmed")) {
            throw new IllegalStateException(confirmation);
        }
    }

    String connectionId() {
        return connectionId;
    }

    /** The next message, or a failure when none comes. */
    String take() throws InterruptedException {
        String message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing received");
        }
        return message;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            received.add(part.toString());
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        received.add("closed " + code);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
