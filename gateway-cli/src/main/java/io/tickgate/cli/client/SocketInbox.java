package io.tickgate.cli.client;

import io.tickgate.protocol.message.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the JDK's WebSocket delivers.
 *
 * <p>The methods of the listener run on the JDK's threads, never two at a time; the others belong to the socket's owner.
 * At most {@value #WINDOW} messages wait here: nobody asks the JDK for more.
 */
final class SocketInbox implements WebSocket.Listener {
    private static final int WINDOW = 1024;

    /** A message, or the end. */
    record Item(Bytes message, @Nullable SocketEvent end, long receivedAtNanos) {
        byte[] bytes() {
            return message.array;
        }
    }

    /** Bytes of a message; a class of its own because arrays in records compare by identity. */
    private static final class Bytes {
        static final Bytes NONE = new Bytes(new byte[0]);
        private final byte[] array;

        Bytes(byte[] array) {
            this.array = array;
        }
    }

    private final WireFormat format;
    private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private volatile @Nullable Item end;

    SocketInbox(WireFormat format) {
        this.format = format;
    }

    @Nullable
    Item poll(Duration timeout) throws InterruptedException {
        Item item = items.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        return item == null && items.isEmpty() ? end : item;
    }

    /** The end, if it came. */
    @Nullable
    Item end() {
        return end;
    }

    void awaitEnd(Duration timeout) throws InterruptedException {
        ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void onOpen(WebSocket socket) {
        socket.request(WINDOW);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        if (format != WireFormat.JSON) {
            return end(socket, new SocketEvent.Broken("text came where MessagePack was agreed"));
        }
        if (text.length() + data.length() > WireMessage.BYTES_MAX) {
            return end(socket, new SocketEvent.Broken("a message of over " + WireMessage.BYTES_MAX + " bytes came"));
        }
        text.append(data);
        if (last) {
            add(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (format != WireFormat.MSGPACK) {
            return end(socket, new SocketEvent.Broken("binary data came where JSON was agreed"));
        }
        if (binary.size() + data.remaining() > WireMessage.BYTES_MAX) {
            return end(socket, new SocketEvent.Broken("a message of over " + WireMessage.BYTES_MAX + " bytes came"));
        }
        byte[] piece = new byte[data.remaining()];
        data.get(piece);
        binary.writeBytes(piece);
        if (last) {
            add(binary.toByteArray());
            binary.reset();
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        socket.request(1); // the JDK answers by itself
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        return end(null, new SocketEvent.Closed(code, reason));
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        String message = error instanceof IOException ? "the connection broke" : error.getMessage();
        end(null, new SocketEvent.Broken(Objects.requireNonNullElse(message, "the connection broke")));
    }

    private void add(byte[] bytes) {
        items.add(new Item(new Bytes(bytes), null, System.nanoTime()));
    }

    private @Nullable CompletionStage<?> end(@Nullable WebSocket toAbort, SocketEvent event) {
        if (end == null) {
            Item item = new Item(Bytes.NONE, event, System.nanoTime());
            end = item;
            items.add(item);
            ended.countDown();
        }
        if (toAbort != null) {
            toAbort.abort();
        }
        return null;
    }
}
