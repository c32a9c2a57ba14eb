package io.tickgate.bench.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameReaderTest implements FrameReader.Sink {
    private final List<String> heard = new ArrayList<>();

    @Override
    public boolean onMessage(boolean binary, byte[] in, int from, int to) {
        heard.add((binary ? "binary " : "text ") + new String(in, from, to - from, StandardCharsets.US_ASCII));
        return true;
    }

    @Override
    public boolean onControl(int opcode, byte[] in, int from, int to) {
        heard.add(opcode + " " + new String(in, from, to - from, StandardCharsets.US_ASCII));
        return true;
    }

    private static byte[] frame(int head, String payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        int length = payload.length();
        if (length < 126) {
            out.write(length);
        } else {
            out.write(126);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(payload.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static byte[] stream() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(frame(0x81, "one"));
        out.writeBytes(frame(0x82, "x".repeat(300)));
        out.writeBytes(frame(0x01, "fr"));
        out.writeBytes(frame(0x89, "ping"));
        out.writeBytes(frame(0x00, "agm"));
        out.writeBytes(frame(0x80, "ent"));
        out.writeBytes(frame(0x81, ""));
        return out.toByteArray();
    }

    @Property(tries = 100)
    void framesAreTheSameHoweverTheReadsCutThem(@ForAll @IntRange(min = 1, max = 400) int bytesPerRead)
            throws ProtocolException {
        FrameReader reader = new FrameReader(new LoopBuffers());
        byte[] all = stream();

        for (int at = 0; at < all.length; at += bytesPerRead) {
            ByteBuf read = Unpooled.wrappedBuffer(all, at, Math.min(bytesPerRead, all.length - at));
            reader.read(read, this);
        }

        assertThat(heard).containsExactly("text one", "binary " + "x".repeat(300), "9 ping", "text fragment", "text ");
        heard.clear();
    }

    @Test
    void whatBreaksTheProtocolIsNotTakenForAMessage() {
        for (byte[] broken : List.of(
                new byte[] {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                frame(0x80, "a fragment of nothing"),
                frame(0xA1, "reserved"),
                new byte[] {(byte) 0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0},
                frame(0xC1, "no deflate stream at all"))) {
            assertThatThrownBy(() -> new FrameReader(new LoopBuffers()).read(Unpooled.wrappedBuffer(broken), this))
                    .isInstanceOf(ProtocolException.class);
        }
    }
}
