package io.tickgate.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.WireFormat;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SocketInboxTest {
    private final SocketInbox inbox = new SocketInbox(WireFormat.JSON);
    private final Requests socket = new Requests();

    @Test
    void largeMessagesAreAskedForUntilFourMebibytesWait() {
        inbox.onOpen(socket);

        int delivered = deliverAll("x".repeat(1 << 20), 100);

        assertThat(delivered).isEqualTo(4);
    }

    @Test
    void smallMessagesAreBoundTogether() {
        inbox.onOpen(socket);

        int delivered = deliverAll("{}", 1_000_000);

        assertThat(delivered).isBetween(20_000, 50_000);
    }

    @Test
    void theNextMessageIsAskedForOnceWhenTheOwnerHasMadeRoom() throws Exception {
        inbox.onOpen(socket);
        deliverAll("x".repeat(1 << 20), 100);

        assertThat(socket.open).isZero();
        assertThat(takeOne()).isTrue();
        assertThat(takeOne()).isFalse();
    }

    /** @return how many the inbox asked for, at most {@code count} */
    private int deliverAll(String text, int count) {
        int delivered = 0;
        while (socket.open > 0 && delivered < count) {
            socket.open--;
            delivered++;
            inbox.onText(socket, text, true);
        }
        return delivered;
    }

    private boolean takeOne() throws InterruptedException {
        return inbox.release(Objects.requireNonNull(inbox.poll(Duration.ZERO)));
    }

    /** Counts what the inbox asks for; nothing is ever sent. */
    private static final class Requests implements WebSocket {
        private long open;

        @Override
        public void request(long count) {
            open += count;
        }

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int code, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getSubprotocol() {
            return "";
        }

        @Override
        public boolean isOutputClosed() {
            return false;
        }

        @Override
        public boolean isInputClosed() {
            return false;
        }

        @Override
        public void abort() {}
    }
}
