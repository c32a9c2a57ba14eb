package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/** What the WebSocket client of the JDK hears, in text or in MessagePack. */
final class JdkListener implements WebSocket.Listener {
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    final CompletableFuture<String> pong = new CompletableFuture<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    Map<String, Object> next() throws InterruptedException {
        String next = messages.poll(8, TimeUnit.SECONDS);
        assertThat(next).as("a message").isNotNull();
        return Json.object(next);
    }

    @Override
    public CompletionStage<?> onText(WebSocket client, CharSequence piece, boolean last) {
        message.append(piece);
        if (last) {
            messages.add(message.toString());
            message.setLength(0);
        }
        client.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket client, ByteBuffer piece, boolean last) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(binary.toByteArray())) {
                messages.add(unpacker.unpackValue().toJson());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            binary.reset();
        }
        client.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket client, ByteBuffer payload) {
        pong.complete(StandardCharsets.US_ASCII.decode(payload).toString());
        client.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket client, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket client, Throwable error) {
        closed.completeExceptionally(error);
    }
}
