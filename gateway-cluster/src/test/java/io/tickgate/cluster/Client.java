package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A subscriber on a real socket. Every wait gives up with an exception. */
final class Client implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int WAIT_SECONDS = 20;

    /** One message, of which tests want a few members. */
    record Message(String json) {
        String text(String member) {
            String found = find("\"" + member + "\":\"([^\"]*)\"");
            return found == null ? "" : found;
        }

        long number(String member) {
            String found = find("\"" + member + "\":(-?\\d+)");
            return found == null ? -1 : Long.parseLong(found);
        }

        private @Nullable String find(String pattern) {
            Matcher matcher = Pattern.compile(pattern).matcher(json);
            return matcher.find() ? matcher.group(1) : null;
        }
    }

    /** As if it had been closed with it; by RFC 6455 never sent. */
    private static final int LOST = 1006;

    private final LinkedBlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    Client(int port) {
        this(port, "");
    }

    /** @param query of the handshake, such as {@code ?user_id=alice} */
    Client(int port, String query) {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + port + "/api/v1/websocket/ws" + query),
                        new Listener(received, closed))
                .join();
        next();
    }

    private static final class Listener implements WebSocket.Listener {
        private final LinkedBlockingQueue<Message> received;
        private final CompletableFuture<Integer> closed;
        private final StringBuilder text = new StringBuilder();

        Listener(LinkedBlockingQueue<Message> received, CompletableFuture<Integer> closed) {
            this.received = received;
            this.closed = closed;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(LOST);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(new Message(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    /** What the gateway has closed it with; 0 while it has not. */
    int closeCode() {
        return closed.getNow(0);
    }

    /** Whether the gateway still answers. */
    boolean answers() {
        try {
            send("{\"type\":\"ping\"}");
            next("pong");
            return closeCode() == 0;
        } catch (CompletionException e) {
            return false;
        }
    }

    void send(String json) {
        socket.sendText(json, true).join();
    }

    /** The next message, whatever it is. */
    Message next() {
        try {
            Message message = received.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message within %s s", WAIT_SECONDS).isNotNull();
            return Objects.requireNonNull(message);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads up to the next message of that type. */
    Message next(String type) {
        while (true) {
            Message message = next();
            if (message.text("type").equals(type)) {
                return message;
            }
        }
    }

    /** Subscribes from now on. @return the confirmation */
    Message subscribe(String channel) {
        return subscribe(channel, "");
    }

    /** @param more members of the command, such as {@code ,"epoch":"…","offset":3} */
    Message subscribe(String channel, String more) {
        send("{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"" + more + "}");
        return next("subscription_confirmed");
    }

    /** The numbers that the next publications carry in {@code n}. */
    List<Long> numbers(int count) {
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            Message message = next();
            if (message.number("n") >= 0) {
                numbers.add(message.number("n"));
            }
        }
        return numbers;
    }

    /** Returns when the gateway has ended the connection. */
    void awaitEnd() {
        closed.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Nothing has come. */
    boolean isQuiet() {
        return received.isEmpty();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
