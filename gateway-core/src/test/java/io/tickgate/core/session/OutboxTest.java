package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.session.Outbox.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {
    private final ShardCounters counters = new ShardCounters();
    private final SlowReaders slowReaders = new SlowReaders(counters, Long.MAX_VALUE);
    private final Outbox outbox = new Outbox(slowReaders);
    private final List<ByteBuf> made = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        outbox.clear();
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.lag()).isZero();
        assertThat(kept()).isZero();
        assertThat(made).allSatisfy(bytes -> assertThat(bytes.refCnt()).isZero());
    }

    private long kept() {
        return counters.get(Counter.OUTBOX_BYTES);
    }

    private ByteBuf bytes(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        made.add(bytes);
        return bytes;
    }

    private void add(String text, int from) {
        ByteBuf bytes = bytes(text);
        outbox.add(SharedBytes.of(bytes), from);
        bytes.release();
    }

    private void addKept(String... texts) {
        List<Replay.Frame> frames = new ArrayList<>();
        for (String text : texts) {
            frames.add(new Replay.Frame(frames.size() + 1, bytes(text)));
        }
        outbox.addKept(frames);
    }

    private String poll() {
        Entry entry = outbox.poll();
        if (entry == null) {
            return "nothing";
        }
        ByteBuf slice = entry.bytes().slice(entry.from());
        String text = slice.toString(StandardCharsets.US_ASCII);
        slice.release();
        outbox.letGo(entry);
        return text;
    }

    private String copied(int room) {
        ByteBuf to = Unpooled.buffer(room, room);
        outbox.copyTo(to);
        return to.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void anEntrySetsASessionBackByWhatIsLeftOfItAndKeepsAllOfIt() {
        add("abcdef", 4);

        assertThat(outbox.lag()).isEqualTo(2 + Outbox.ENTRY_BYTES);
        assertThat(kept()).isEqualTo(6 + Outbox.ENTRY_BYTES);
    }

    @Test
    void aReplayCostsItsPlacesOnly() {
        addKept("abc", "def");

        assertThat(outbox.lag()).isEqualTo(2 * Outbox.KEPT_FRAME_BYTES);
        assertThat(kept()).isEqualTo(2 * Outbox.KEPT_FRAME_BYTES);
    }

    @Test
    void theOldestLeavesFirst() {
        add("a", 0);
        addKept("b", "c");
        add("xd", 1);

        assertThat(List.of(poll(), poll(), poll(), poll(), poll())).containsExactly("a", "b", "c", "d", "nothing");
    }

    @Test
    void whatIsHeldMovesBehindWhatWaits() {
        Outbox held = new Outbox(slowReaders);
        ByteBuf bytes = bytes("b");
        held.add(SharedBytes.of(bytes), 0);
        bytes.release();
        add("a", 0);

        held.moveTo(outbox);

        assertThat(held.isEmpty()).isTrue();
        assertThat(held.lag()).isZero();
        assertThat(outbox.lag()).isEqualTo(2 + 2 * Outbox.ENTRY_BYTES);
        assertThat(copied(10)).isEqualTo("ab");
    }

    @Test
    void wholeFramesAreCopiedWhileTheyFit() {
        add("xab", 1);
        addKept("cd", "ef");
        add("gh", 0);

        assertThat(copied(8)).isEqualTo("abcdefgh");
        assertThat(copied(7)).isEqualTo("abcdef");
        assertThat(copied(5)).isEqualTo("abcd");
        assertThat(copied(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void whateverWasSentTheRestStays(int sent) {
        add("xab", 1);
        addKept("cd", "ef");
        add("gh", 0);

        outbox.skip(sent);

        assertThat(copied(10)).isEqualTo("abcdefgh".substring(sent));
    }
}
