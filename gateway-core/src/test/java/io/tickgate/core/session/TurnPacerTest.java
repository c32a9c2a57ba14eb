package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.core.broadcast.Shard;
import io.tickgate.core.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much a slice does, and in which order; each task of the loop stands for what comes between two looks at the sockets. */
class TurnPacerTest {
    private static final Duration PIECE = Duration.ofNanos(100_000);

    private final Simulation simulation = new Simulation();
    private final Shard shard = simulation.engine().shards().get(0);
    private final TurnPacer pacer = new TurnPacer(shard, simulation.clock(), 250_000);
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    private void onLoop(Runnable task) {
        shard.loop().execute(task);
        runOne();
    }

    private void runOne() {
        assertThat(simulation.loops().runOne()).isTrue();
    }

    /** Takes a tenth of a millisecond for each of {@code count} pieces. */
    private TurnPacer.Work work(String name, int count) {
        int[] left = {count};
        return () -> {
            done.add(name);
            simulation.clock().advance(PIECE);
            return --left[0] > 0;
        };
    }

    @Test
    void aSliceEndsWhenItsTimeIsUp() {
        onLoop(() -> List.of("a", "b", "c", "d", "e").forEach(name -> pacer.enlist(work(name, 1))));
        assertThat(done).isEmpty();

        runOne();
        assertThat(done).containsExactly("a", "b", "c");

        runOne();
        assertThat(done).containsExactly("a", "b", "c", "d", "e");
        assertThat(simulation.loops().runOne()).as("another slice").isFalse();
    }

    @Test
    void whoHasMoreToDoGoesToTheEndOfTheLine() {
        onLoop(() -> {
            pacer.enlist(work("long", 3));
            pacer.enlist(work("short", 1));
            pacer.enlist(work("other", 2));
        });

        simulation.loops().runAll();

        assertThat(done).containsExactly("long", "short", "other", "long", "other", "long");
    }

    @Test
    void whatIsEnlistedWithinASliceDoesNotKeepTheLoopFromItsOtherTasks() {
        TurnPacer onePieceEach = new TurnPacer(shard, simulation.clock(), 0);
        onLoop(() -> onePieceEach.enlist(() -> {
            onePieceEach.enlist(work("enlisted within", 1));
            shard.loop().execute(() -> done.add("other task"));
            return false;
        }));

        simulation.loops().runAll();

        assertThat(done).containsExactly("other task", "enlisted within");
    }

    @Test
    void whoFailsKeepsNobodyElseWaiting() {
        onLoop(() -> {
            pacer.enlist(() -> {
                throw new IllegalStateException("on purpose");
            });
            pacer.enlist(work("next", 1));
        });

        assertThatThrownBy(this::runOne).hasMessage("on purpose");
        simulation.loops().runAll();

        assertThat(done).containsExactly("next");
    }

    @Test
    void aRoundTakesAsLongAsTheWorkOfAllWhoStandInTheLine() {
        TurnPacer onePieceEach = new TurnPacer(shard, simulation.clock(), 0);
        List<Long> rounds = new ArrayList<>();
        onLoop(() -> {
            onePieceEach.enlist(work("a", 3));
            onePieceEach.enlist(work("b", 4));
            onePieceEach.enlist(work("c", 1));
        });
        while (done.size() < 8) {
            onLoop(() -> rounds.add(onePieceEach.roundNanos()));
        }
        onLoop(() -> rounds.add(onePieceEach.roundNanos()));

        assertThat(rounds).contains(300_000L, 200_000L).endsWith(0L);
    }
}
