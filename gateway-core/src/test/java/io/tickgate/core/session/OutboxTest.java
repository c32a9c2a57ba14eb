package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.core.broadcast.Replay;
import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.metrics.ShardCounters;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {
    private final Simulation simulation = new Simulation(new SimulationSettings());
    private final ShardCounters counters = new ShardCounters(8);
    private final SlowReaders slowReaders = new SlowReaders(counters, Long.MAX_VALUE);
    private final List<ByteBuf> made = new ArrayList<>();
    private final Backlog backlog = new Backlog(
            slowReaders, counters, lag -> bytes("<" + lag.from() + "-" + lag.to() + "x" + lag.dropped() + ">"));
    private final Outbox outbox = new Outbox(true);
    private final Map<Topic, TopicCell> cells = new HashMap<>();

    @AfterEach
    void nothingIsLeft() {
        outbox.clear();
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(backlog.lag()).isZero();
        assertThat(backlog.yielding()).isZero();
        assertThat(kept()).isZero();
        assertThat(cells).isEmpty();
        assertThat(made).allSatisfy(bytes -> assertThat(bytes.refCnt()).isZero());
        simulation.end();
    }

    private Topic topic(String name) {
        return Objects.requireNonNull(simulation.engine().directory().resolve(name));
    }

    private long kept() {
        return counters.get(Counter.OUTBOX_BYTES);
    }

    private ByteBuf bytes(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        made.add(bytes);
        return bytes;
    }

    private SharedRun run(String text) {
        ByteBuf bytes = bytes(text);
        SharedRun run = SharedRun.firm(backlog, SharedBytes.of(bytes), topic("market_data:A"));
        bytes.release();
        return run;
    }

    private void add(String text) {
        outbox.add(run(text));
    }

    private void addKept(String... texts) {
        List<Replay.Frame> frames = new ArrayList<>();
        for (String text : texts) {
            frames.add(new Replay.Frame(frames.size() + 1, bytes(text)));
        }
        outbox.add(new KeptFrames(backlog, topic("market_data:A"), frames));
    }

    private TopicCell addCell(String text, long offset) {
        Topic topic = topic("market_data:A");
        TopicCell cell = new TopicCell(backlog, topic, cells);
        cells.put(topic, cell);
        cell.replace(run(text), offset);
        outbox.add(cell);
        return cell;
    }

    private String take() {
        SharedRun taken = outbox.take(1);
        if (taken == null) {
            return "nothing";
        }
        return text(taken);
    }

    private static String text(SharedRun run) {
        ByteBuf slice = run.slice();
        String text = slice.toString(StandardCharsets.US_ASCII);
        slice.release();
        run.clear();
        return text;
    }

    private String copied(int room) {
        ByteBuf to = Unpooled.buffer(room, room);
        outbox.copyTo(to);
        return to.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void aRunSetsASessionBackByItsBytesAndItsPlace() {
        add("abcdef");

        assertThat(backlog.lag()).isEqualTo(6 + Backlog.ENTRY_BYTES);
        assertThat(kept()).isEqualTo(6 + Backlog.ENTRY_BYTES);
    }

    @Test
    void aReplayCostsNothingBesideItsSharedList() {
        addKept("abc", "def");

        assertThat(backlog.lag()).isEqualTo(2 * Backlog.KEPT_FRAME_BYTES);
        assertThat(backlog.kept()).isEqualTo(2 * Backlog.KEPT_FRAME_BYTES);
        assertThat(kept()).isZero();
    }

    @Test
    void theOldestLeavesFirst() {
        add("a");
        addKept("b", "c");
        add("d");

        assertThat(List.of(take(), take(), take(), take(), take())).containsExactly("a", "b", "c", "d", "nothing");
    }

    @Test
    void aNewerValueTakesThePlaceOfAnOlderOneAndWhatWasSkippedIsSaidAheadOfIt() {
        TopicCell cell = addCell("old", 4);
        add("x");
        cell.replace(run("newer"), 5);
        cell.replace(run("newest"), 9);

        assertThat(copied(100)).isEqualTo("<4-5x2>newestx");
        assertThat(List.of(take(), take(), take())).containsExactly("<4-5x2>", "newest", "x");
        assertThat(cells).isEmpty();
    }

    @Test
    void whatWasSaidAlreadyIsNotSaidAgain() {
        TopicCell cell = addCell("old", 4);
        cell.replace(run("newer"), 5);
        assertThat(take()).isEqualTo("<4-4x1>");
        cell.replace(run("newest"), 6);

        assertThat(List.of(take(), take(), take())).containsExactly("<5-5x1>", "newest", "nothing");
    }

    @Test
    void wholeFramesAreCopiedWhileTheyFit() {
        add("ab");
        addKept("cd", "ef");
        add("gh");

        assertThat(copied(8)).isEqualTo("abcdefgh");
        assertThat(copied(7)).isEqualTo("abcdef");
        assertThat(copied(5)).isEqualTo("abcd");
        assertThat(copied(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void whateverWasSentTheRestStaysAndTheFrameThatWasBegunIsHandedOut(int sent) {
        add("ab");
        addKept("cd", "ef");
        add("gh");

        SharedRun rest = outbox.skip(sent);

        String begun = rest == null ? "" : text(rest);
        assertThat(begun).hasSize(sent % 2);
        assertThat(begun + copied(10)).isEqualTo("abcdefgh".substring(sent));
    }

    @Test
    void aReplayIsNotDroppedNorIsWhatStandsBehindIt() {
        addKept("a");
        addCell("b", 7);

        assertThat(outbox.dropOldest(backlog)).isFalse();
        take();
        assertThat(outbox.dropOldest(backlog)).isTrue();
        assertThat(List.of(take(), take())).containsExactly("<7-7x1>", "nothing");
    }
}
