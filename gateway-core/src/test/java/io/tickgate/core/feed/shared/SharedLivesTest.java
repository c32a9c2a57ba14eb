package io.tickgate.core.feed.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lives of two or three gateways whose store loses announcements, repeats them, goes away and comes back, and which are
 * started anew at any moment: in the end all know the same, and what was confirmed is there.
 */
class SharedLivesTest {
    private static final List<String> USERS = List.of("u1", "u2", "u3");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void allGatewaysKnowTheSameInTheEnd(long seed) {
        new Life(seed).live();
    }

    private static final class Life {
        private final Random random;
        private final SharedModules modules;
        private final int count;
        private final List<CompletableFuture<?>> answers = new ArrayList<>();
        private final Set<String> confirmed = new HashSet<>();
        private final Set<String> marked = new HashSet<>();
        private int ids;

        Life(long seed) {
            random = new Random(seed);
            count = 2 + random.nextInt(2);
            modules = SharedModules.of(seed, count, false);
        }

        void live() {
            for (int step = 0; step < 150; step++) {
                step();
                for (int tasks = random.nextInt(30); tasks > 0; tasks--) {
                    modules.cluster.runOne();
                }
            }
            settle();
            check();
            modules.cluster.restartAll();
            settle();
            check();
        }

        private void settle() {
            if (!modules.cluster.store().isAvailable()) {
                modules.cluster.store().comeBack();
            }
            modules.cluster.store().beFaithful();
            modules.cluster.pass(Duration.ofSeconds(7));
            modules.cluster.sync();
            modules.cluster.pass(Duration.ofSeconds(1));
        }

        private void step() {
            int node = random.nextInt(count);
            switch (random.nextInt(16)) {
                case 0, 1, 2 ->
                    answers.add(modules.report(
                            node, "t" + random.nextInt(3), "{\"progress\":" + random.nextInt(100) + "}"));
                case 3 -> answers.add(modules.report(node, "t" + random.nextInt(3), "{\"status\":\"completed\"}"));
                case 4 -> answers.add(modules.removeTask(node, "t" + random.nextInt(3)));
                case 5, 6, 7 ->
                    answers.add(modules.points(
                            node,
                            "S" + random.nextInt(2),
                            SharedModules.point(
                                    "ohlcv", "f" + random.nextInt(2), random.nextInt(30), random.nextInt(100)),
                            SharedModules.point("volume", "v", random.nextInt(30), random.nextInt(100))));
                case 8, 9 -> notice(node);
                case 10 -> mark(node);
                case 11 ->
                    answers.add(modules.prefer(
                            node, USERS.get(random.nextInt(3)), "{\"mute_all\":" + random.nextBoolean() + "}"));
                case 12 -> modules.cluster.tick(Duration.ofMillis(100));
                case 13 -> modules.cluster.sync();
                case 14 -> awayOrBack();
                default -> {
                    if (random.nextInt(3) == 0) {
                        modules.cluster.restart(node);
                    }
                }
            }
        }

        private void notice(int node) {
            String id = "n" + ++ids;
            String to = random.nextBoolean() ? "" : SharedModules.to(USERS.get(random.nextInt(3)));
            CompletableFuture<?> answer = modules.notice(node, SharedModules.info(id, to));
            answer.thenRun(() -> confirmed.add(id));
            answers.add(answer);
        }

        private void mark(int node) {
            String id = "n" + (1 + random.nextInt(ids + 1));
            String user = USERS.get(random.nextInt(3));
            CompletableFuture<?> answer = modules.read(node, user, id);
            answer.thenRun(() -> marked.add(user + ' ' + id));
            answers.add(answer);
        }

        private void awayOrBack() {
            if (!modules.cluster.store().isAvailable()) {
                modules.cluster.store().comeBack();
            } else if (random.nextInt(3) == 0) {
                modules.cluster.store().goAway();
            }
        }

        private void check() {
            for (int node = 1; node < count; node++) {
                assertThat(modules.tasks(node)).isEqualTo(modules.tasks(0));
                for (int symbol = 0; symbol < 2; symbol++) {
                    assertThat(modules.chart(node, "S" + symbol)).isEqualTo(modules.chart(0, "S" + symbol));
                }
                for (String user : USERS) {
                    assertThat(modules.inbox(node, user)).isEqualTo(modules.inbox(0, user));
                    assertThat(modules.node(node).notifications().preferences(user))
                            .isEqualTo(modules.node(0).notifications().preferences(user));
                }
            }
            String all = modules.inbox(0, "u1") + modules.inbox(0, "u2") + modules.inbox(0, "u3");
            assertThat(confirmed).allMatch(id -> all.contains("\"id\":\"" + id + "\""));
            // One that was marked while it was on its way, and was refused in the end, is not there.
            assertThat(marked).allSatisfy(mark -> {
                String inbox = modules.inbox(0, mark.substring(0, mark.indexOf(' ')));
                String id = "\"id\":\"" + mark.substring(mark.indexOf(' ') + 1) + '"';
                assertThat(inbox.split("(?=\\{\"id\":)"))
                        .filteredOn(element -> element.startsWith('{' + id))
                        .allMatch(element -> element.contains("\"read\":true"));
            });
        }
    }
}
