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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the JDK's WebSocket delivers.
 *
 * <p>The methods of the listener run on the JDK's threads, never two at a time; the others belong to the socket's owner.
 * The JDK is asked for one message after the other until {@value #WAITING_BYTES_MAX} bytes wait here, and goes on when the
 * owner has taken enough: what a slow owner leaves unread waits at the gateway.
 */
final class SocketInbox implements WebSocket.Listener {
    private static final int WAITING_BYTES_MAX = 4 << 20;

    /** What an item costs beside its bytes, so that many small messages count as what they are. */
    private static final int ITEM_BYTES = 128;

    /** A message, or the end. */
    record Item(Bytes message, @Nullable SocketEvent end, long receivedAtNanos) {
        byte[] bytes() {
            return message.array;
        }

        private int cost() {
            return message.array.length + ITEM_BYTES;
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
    private final AtomicInteger waitingBytes = new AtomicInteger();
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

    /**
     * Makes room for others: to be called once for every message that was polled.
     *
     * @return whether the JDK was not asked for the next message, and now must be
     */
    boolean release(Item message) {
        int before = waitingBytes.getAndAdd(-message.cost());
        return before >= WAITING_BYTES_MAX && before - message.cost() < WAITING_BYTES_MAX;
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
        socket.request(1);
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
            add(socket, text.toString().getBytes(StandardCharsets.UTF_8));
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
            add(socket, binary.toByteArray());
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

    private void add(WebSocket socket, byte[] bytes) {
        Item item = new Item(new Bytes(bytes), null, System.nanoTime());
        // Counted before the owner can take it. Whoever leaves the count below the limit asks, so somebody does, and
        // once.
        boolean hasRoom = waitingBytes.addAndGet(item.cost()) < WAITING_BYTES_MAX;
        items.add(item);
        if (hasRoom) {
            socket.request(1);
        }
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
