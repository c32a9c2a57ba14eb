package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.core.sim.SnapshotValues;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The newest values of a whole family, page by page. */
class SnapshotPagesTest extends SnapshotScene {
    /** A family of thirty members, whose values take several pages. */
    private void publishPages(String type) {
        for (int i = 0; i < 30; i++) {
            publish("market_data:" + i, Bodies.of(WireFormat.JSON, type, 9_000));
        }
    }

    /** From here on its socket takes nothing. */
    private void stall(SimulatedClient client) {
        simulation.loops().runAll();
        client.connection().onlyQueued();
        client.run(client.connection()::acceptNothing);
    }

    private static List<SnapshotPage> pages(SimulatedClient client) {
        return client.received().all(SnapshotPage.class);
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void aFamilyComesOnPagesWithEveryMembersNewestValue(FrameKind kind) {
        for (int i = 0; i < 40; i++) {
            publish("market_data:" + i, "old");
            publish("market_data:" + i, Bodies.of(WireFormat.JSON, "newest" + i, 9_000));
        }
        publish("market_data", "of the base itself");
        SimulatedClient client = simulation.connect(1, kind);

        client.subscribe(SNAPSHOT, "market_data");
        simulation.loops().runAll();

        List<SnapshotPage> pages = pages(client);
        assertThat(confirmation(client).granted()).isEqualTo(GAPLESS.withSnapshot(true));
        assertThat(pages)
                .hasSizeGreaterThan(5)
                .allSatisfy(page -> assertThat(page.items().length()).isLessThan(64 << 10));
        assertThat(pages).extracting(SnapshotPage::page).isEqualTo(range(1, pages.size()));
        assertThat(pages.subList(0, pages.size() - 1)).noneMatch(SnapshotPage::last);
        assertThat(pages.get(pages.size() - 1).last()).isTrue();
        assertThat(SnapshotValues.of(client)).hasSize(40).allSatisfy((channel, value) -> {
            assertThat(value.offset()).isEqualTo(2);
            assertThat(value.type()).isEqualTo("newest" + channel.substring("market_data:".length()));
        });
        assertThat(publications(client)).isEmpty();
    }

    private static List<Integer> range(int first, int last) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void anItemHoldsThePublicationAsLiveSubscribersGotIt() {
        SimulatedClient live = simulation.connect(1, FrameKind.JSON);
        live.subscribe("market_data:A");
        simulation.loops().runAll();
        publish("market_data:A", Bodies.written("{\"type\":\"quote\",\"price\":45.50}"));
        String sent = new String(live.received().lastFrame(), StandardCharsets.UTF_8);

        SimulatedClient client = subscribe("market_data");

        String written =
                String.join("", pages(client).stream().map(SnapshotTest::text).toList());
        assertThat(written)
                .isEqualTo("{\"channel\":\"market_data:A\",\"offset\":1,\"message\":"
                        + sent.substring(sent.indexOf('{')) + "}");
    }

    @Test
    void anEmptyFamilyIsOneEmptyPage() {
        SimulatedClient client = subscribe("market_data");

        assertThat(client.types()).containsExactly("connection_established", "subscription_confirmed", "snapshot");
        assertThat(pages(client).get(0).last()).isTrue();
        assertThat(pages(client).get(0).items().elementCount()).isZero();
    }

    @Test
    void theNextPageIsMadeWhenTheSocketHasTakenTheOneBeforeAndHoldsTheValuesOfThatMoment() {
        publishPages("old");
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        stall(client);

        client.subscribe(SNAPSHOT, "market_data");
        simulation.loops().runAll();
        long made = simulation.counter(Counter.SNAPSHOT_PAGES);
        for (int i = 0; i < 30; i++) {
            publish("market_data:" + i, "new");
        }
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(made).isLessThanOrEqualTo(1);
        assertThat(SnapshotValues.of(client)).hasSize(30);
        long old = SnapshotValues.of(client).values().stream()
                .filter(value -> value.offset() == 1)
                .count();
        assertThat(publications(client).stream().distinct().toList())
                .isEqualTo(old == 0 ? List.of() : List.of("new@2"));
        assertThat(publications(client)).hasSize((int) old);
        assertThat(old).isLessThan(30);
    }

    @Test
    void thoseWhoComeTogetherShareTheirPages() {
        restart(new SimulationSettings().loops(1));
        publishPages("q");
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(simulation.connect(0, FrameKind.JSON));
        }
        simulation.loops().runAll();

        clients.forEach(client -> client.subscribe(SNAPSHOT, "market_data"));
        simulation.loops().runAll();

        int pages = pages(clients.get(0)).size();
        assertThat(clients)
                .allSatisfy(client -> assertThat(SnapshotValues.of(client)).hasSize(30));
        assertThat(simulation.counter(Counter.SNAPSHOT_PAGES)).isLessThan(3L * pages);
    }

    @Test
    void whoHasTheFamilyAlreadyGoesOnWithoutAGapWhileTheSnapshotComes() {
        publishPages("old");
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe("market_data");
        stall(client);

        client.subscribe(SNAPSHOT, "market_data");
        simulation.loops().runAll();
        for (int i = 0; i < 30; i++) {
            publish("market_data:" + i, "new");
        }
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(publications(client)).hasSize(30);
        assertThat(SnapshotValues.of(client)).hasSize(30);
    }

    @Test
    void aMemberThatIsHeldGoesOnWhileItsFamilysSnapshotComes() {
        publish("market_data:A", "a1");
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe("market_data:A");
        simulation.loops().runAll();
        client.connection().onlyQueued();
        client.run(client.connection()::acceptNothing);

        client.subscribe(SNAPSHOT, "market_data");
        simulation.loops().runAll();
        publish("market_data:A", "a2");
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(publications(client)).containsExactly("a2@2");
        assertThat(SnapshotValues.of(client)).hasSize(1);
    }

    /** Whenever the second one comes: a list waits for other loops, and what comes meanwhile is held, pages of the first too. */
    @Test
    void askedForAgainASnapshotBreaksOffAndTheNextOneHasEveryPage() {
        int broken = 0;
        for (int tasks = 0; tasks < 60; tasks++) {
            restart(new SimulationSettings().loops(3).seed(tasks, true));
            publishPages("p");
            SimulatedClient client = simulation.connect(0, FrameKind.JSON);
            simulation.loops().runAll();
            client.subscribe(SNAPSHOT, "market_data");
            for (int i = 0; i < tasks; i++) {
                simulation.loops().runOne();
            }
            client.subscribe(SNAPSHOT, "chart_updates:A", "market_data");
            simulation.loops().runAll();

            int second = client.types().lastIndexOf("subscription_confirmed");
            long before = client.types().subList(0, second).stream()
                    .filter("snapshot"::equals)
                    .count();
            List<SnapshotPage> after =
                    pages(client).subList((int) before, pages(client).size());
            assertThat(after.stream().map(SnapshotPage::page))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, after.size()).boxed().toList());
            assertThat(after.stream().filter(SnapshotPage::last)).hasSize(1);
            assertThat(after.stream().flatMap(page -> SnapshotValues.of(page).stream()))
                    .hasSize(30);
            broken += before > 0 && before < after.size() ? 1 : 0;
        }
        assertThat(broken).as("snapshots that broke off between two pages").isGreaterThan(5);
    }

    @Test
    void aFamilyThatIsUnsubscribedSendsNoOtherPage() {
        publishPages("q");
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        stall(client);
        client.subscribe(SNAPSHOT, "market_data");
        simulation.loops().runAll();

        client.unsubscribe("market_data");
        simulation.loops().runAll();
        client.run(client.connection()::acceptAll);
        simulation.loops().runAll();

        assertThat(client.types()).endsWith("unsubscription_confirmed");
        assertThat(pages(client)).hasSizeLessThanOrEqualTo(1);
    }
}
