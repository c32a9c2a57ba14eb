package io.tickgate.core.transport.websocket;

import static io.tickgate.core.transport.websocket.ClientFrames.bytes;
import static io.tickgate.core.transport.websocket.ClientFrames.deflate;
import static io.tickgate.core.transport.websocket.ClientFrames.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MessageInflaterTest {
    private static final int BYTES_MAX = 1000;

    private final byte[] target = new byte[BYTES_MAX + 1];

    private int inflate(byte[] deflated) {
        try (MessageInflater inflater = new MessageInflater()) {
            return inflater.inflate(Unpooled.wrappedBuffer(deflated), target, BYTES_MAX);
        }
    }

    private String inflated(byte[] deflated) {
        int length = inflate(deflated);
        assertThat(length).isNotNegative();
        return new String(target, 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void theExamplesOfTheRfcAreInflated() {
        assertThat(inflated(bytes("section 7.2.3.1, one block: f2 48 cd c9 c9 07 00")))
                .isEqualTo("Hello");
        assertThat(inflated(bytes("section 7.2.3.3, stored: 00 05 00 fa ff 48 65 6c 6c 6f 00")))
                .isEqualTo("Hello");
        assertThat(inflated(bytes("section 7.2.3.4, final block: f3 48 cd c9 c9 07 00 00")))
                .isEqualTo("Hello");
        assertThat(inflated(bytes("section 7.2.3.5, two blocks: f2 48 05 00 00 00 ff ff ca c9 c9 07 00")))
                .isEqualTo("Hello");
        assertThat(inflated(bytes("section 7.2.3.6, empty message: 00"))).isEmpty();
    }

    @Test
    void whatFollowsAFinalBlockBelongsToTheMessage() {
        byte[] hello = bytes("final block: f3 48 cd c9 c9 07 00");

        assertThat(inflated(join(hello, hello, bytes("00")))).isEqualTo("HelloHello");
    }

    @Test
    void whatFollowsAFinalBlockAndIsNoDeflateIsCorrupt() {
        byte[] hello = bytes("final block: f3 48 cd c9 c9 07 00");

        assertThat(inflate(join(hello, bytes("block type 3: ff")))).isEqualTo(MessageInflater.CORRUPT);
    }

    @Test
    void theLimitIsForTheInflatedMessageAndItsLastByteFits() {
        assertThat(inflate(deflate(new byte[BYTES_MAX]))).isEqualTo(BYTES_MAX);
        assertThat(inflate(deflate(new byte[BYTES_MAX + 1]))).isEqualTo(MessageInflater.TOO_BIG);
        assertThat(inflate(deflate(new byte[1 << 24]))).isEqualTo(MessageInflater.TOO_BIG);
    }

    @Test
    void aBrokenMessageLeavesNothingBehindForTheNext() {
        try (MessageInflater inflater = new MessageInflater()) {
            int broken = inflater.inflate(Unpooled.wrappedBuffer(bytes("block type 3: ff")), target, BYTES_MAX);
            int next = inflater.inflate(
                    Unpooled.wrappedBuffer(deflate("next".getBytes(StandardCharsets.UTF_8))), target, BYTES_MAX);

            assertThat(broken).isEqualTo(MessageInflater.CORRUPT);
            assertThat(new String(target, 0, next, StandardCharsets.UTF_8)).isEqualTo("next");
        }
    }

    @Property(tries = 1000)
    void everyMessageComesBack(@ForAll byte[] message) {
        int length = inflate(deflate(message));

        assertThat(length).isEqualTo(message.length);
        assertThat(Arrays.copyOf(target, length)).isEqualTo(message);
    }

    @Property(tries = 2000)
    void arbitraryBytesAreInflatedOrRefused(@ForAll byte[] bytes) {
        int length = inflate(bytes);

        assertThat(length).isBetween(MessageInflater.CORRUPT, BYTES_MAX);
    }
}
