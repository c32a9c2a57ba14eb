package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Cluster;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.SnapshotValues;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.NoticeMessage.Lag;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.message.UpdateMessage.PublicationMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client sees of gateways that share their topics. */
class ClusterSubscriptionsTest {
    private static final String QUOTES = "market_data:A";
    private static final String CHART = "chart_updates:A";

    private Cluster cluster = new Cluster(2, 100, BackboneUse.REQUIRED);

    private SimulatedClient subscribe(int node, String... channels) {
        SimulatedClient client = cluster.node(node).connect(0, FrameKind.JSON);
        client.subscribe(channels);
        cluster.settle();
        return client;
    }

    private static List<String> publications(SimulatedClient client) {
        return client.received().all(PublicationMessage.class).stream()
                .map(each -> each.type() + '@' + each.offset())
                .toList();
    }

    private static SubscriptionConfirmed confirmed(SimulatedClient client) {
        return client.received().last(SubscriptionConfirmed.class);
    }

    @Test
    void aPublicationHasTheSamePlaceAtEveryGateway() {
        SimulatedClient here = subscribe(0, QUOTES);
        SimulatedClient there = subscribe(1, "market_data");

        Reply first = cluster.publish(0, QUOTES, "a");
        Reply second = cluster.publish(1, QUOTES, "b");

        assertThat(publications(here)).containsExactly("a@1", "b@2");
        assertThat(publications(there)).containsExactly("a@1", "b@2");
        assertThat(first.offset()).isEqualTo(1);
        assertThat(second.offset()).isEqualTo(2);
        assertThat(List.of(first.recipientCount(), second.recipientCount())).containsExactly(1, 1);
        assertThat(confirmed(here).position().epoch()).isEqualTo(cluster.store().epoch());
        cluster.end();
    }

    @Test
    void whoIsExcludedIsSoAtWhicheverGatewayHeIs() {
        SimulatedClient there = subscribe(1, QUOTES);
        SimulatedClient other = subscribe(1, QUOTES);

        cluster.publish(
                0,
                QUOTES,
                "a",
                new PublishOptions(null, null, there.session().id().toString()));

        assertThat(publications(there)).isEmpty();
        assertThat(publications(other)).containsExactly("a@1");
        cluster.end();
    }

    @Test
    void aPositionIsGoodAtAnotherGatewayThatHasNeverHeardOfTheChannel() {
        for (String type : List.of("a", "b", "c")) {
            cluster.publish(0, CHART, type);
        }

        SimulatedClient client = cluster.node(1).connect(0, FrameKind.MSGPACK);
        client.resume(CHART, new Position(cluster.store().epoch(), 1));
        cluster.settle();
        cluster.publish(0, CHART, "d");

        assertThat(confirmed(client).recovered()).isTrue();
        assertThat(publications(client)).containsExactly("b@2", "c@3", "d@4");
        cluster.end();
    }

    @Test
    void thePastAndTheNewestValueComeFromTheStore() {
        for (String type : List.of("a", "b", "c")) {
            cluster.publish(0, QUOTES, type);
        }
        SimulatedClient rewinding = cluster.node(1).connect(0, FrameKind.JSON);
        rewinding.subscribe(SubscribeOptions.NONE.withRewind(new Rewind(Unit.LAST, 2)), QUOTES);
        cluster.settle();
        SimulatedClient family = cluster.node(1).connect(0, FrameKind.JSON);
        family.subscribe(SubscribeOptions.NONE.withSnapshot(true), "market_data");
        cluster.settle();

        assertThat(publications(rewinding)).containsExactly("b@2", "c@3");
        assertThat(SnapshotValues.of(family)).containsOnlyKeys(QUOTES);
        cluster.end();
    }

    @Test
    void whatTheStoreDoesNotKeepAnyMoreIsSaidToBeGone() {
        cluster = new Cluster(2, 2, BackboneUse.REQUIRED);
        for (String type : List.of("a", "b", "c", "d")) {
            cluster.publish(0, QUOTES, type);
        }

        SimulatedClient client = cluster.node(1).connect(0, FrameKind.JSON);
        client.resume(QUOTES, new Position(cluster.store().epoch(), 1));
        cluster.settle();

        assertThat(confirmed(client).recovered()).isFalse();
        assertThat(confirmed(client).reason()).isEqualTo("expired");
        assertThat(publications(client)).containsExactly("d@4");
        cluster.end();
    }

    @Test
    void aLossIsToldInItsPlaceToEverySubscriberOnWhateverTerms() {
        SubscribeOptions none = SubscribeOptions.NONE;
        List<SimulatedClient> clients = List.of(
                connect(none),
                connect(none.withMaxHz(1.0).withCounts(true)),
                connect(none.withFilter(new Filter.Exists("text"))),
                connectWithAck());
        cluster.settle();
        cluster.publish(1, QUOTES, "a");

        lose("b", 3);
        cluster.publish(1, QUOTES, "e");
        cluster.node(0).clock().advance(Duration.ofSeconds(2));
        cluster.node(0).loops().advance(Duration.ofSeconds(2));
        cluster.settle();

        for (SimulatedClient client : clients) {
            Lag lag = client.received().last(Lag.class);
            assertThat(lag).isEqualTo(new Lag(QUOTES, 3, "store_lost", 2L, 4L));
            List<Object> events = client.received().events();
            assertThat(publications(client)).containsExactly("a@1", "e@5");
            assertThat(events.indexOf(lag))
                    .isGreaterThan(events.indexOf(
                            client.received().all(PublicationMessage.class).get(0)))
                    .isLessThan(events.indexOf(client.received().last(PublicationMessage.class)));
        }
        cluster.end();
    }

    /** Publications are numbered that node 0 does not hear of, and which the store forgets. */
    private void lose(String type, int count) {
        cluster.store().loseNext(QUOTES, type, count);
    }

    private SimulatedClient connect(SubscribeOptions options) {
        SimulatedClient client = cluster.node(0).connect(0, FrameKind.JSON);
        client.subscribe(options, QUOTES);
        return client;
    }

    private SimulatedClient connectWithAck() {
        SimulatedClient client = cluster.node(0).connect(1, FrameKind.JSON);
        client.subscribeWithAck(QUOTES);
        return client;
    }

    @Test
    void whileTheStoreIsAwaySubscribersStayAndPublishersAreRefused() {
        SimulatedClient client = subscribe(0, QUOTES);
        cluster.store().goAway();

        Reply refused = cluster.publish(0, QUOTES, "a");
        SimulatedClient known = subscribe(0, QUOTES);
        SimulatedClient unknown = subscribe(0, CHART);

        assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(confirmed(known).position().offset()).isZero();
        assertThat(unknown.received().last(ErrorMessage.class).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(cluster.node(0).engine().isDegraded()).isTrue();

        cluster.store().comeBack();
        cluster.settle();
        cluster.publish(1, QUOTES, "b");

        assertThat(publications(client)).containsExactly("b@1");
        assertThat(client.connection().isClosed()).isFalse();
        assertThat(cluster.node(0).engine().isDegraded()).isFalse();
        cluster.end();
    }

    @Test
    void aStoreThatHasLostEverythingIsToldByAnotherEpochWithoutBeingAsked() {
        SimulatedClient client = subscribe(0, QUOTES, CHART);
        SimulatedClient acking = connectWithAck();
        cluster.settle();
        cluster.publish(0, QUOTES, "a");

        cluster.store().wipe();
        cluster.settle();
        cluster.publish(1, QUOTES, "b");

        List<SubscriptionConfirmed> unasked = client.received().all(SubscriptionConfirmed.class);
        assertThat(unasked).hasSize(2).allSatisfy(each -> {
            assertThat(each.id()).isNull();
            assertThat(each.recovered()).isFalse();
            assertThat(each.reason()).isEqualTo("epoch_changed");
            assertThat(each.position()).isEqualTo(new Position("store-2", 1001));
        });
        assertThat(publications(client)).containsExactly("a@1", "b@1002");
        assertThat(publications(acking)).containsExactly("a@1", "b@1002");
        acking.acknowledge(QUOTES, 1002);
        cluster.settle();
        assertThat(acking.session().lag()).isZero();
        cluster.end();
    }

    @Test
    void aStateIsToldItsNewestValueUnderTheNewEpoch() {
        SimulatedClient client = subscribe(0, QUOTES);
        cluster.publish(0, QUOTES, "a");
        cluster.store().goAway();
        cluster.store().wipe();
        cluster.store().preload(QUOTES, "restored");

        cluster.store().comeBack();
        cluster.settle();

        assertThat(confirmed(client).position().offset()).isEqualTo(1002);
        assertThat(publications(client)).containsExactly("a@1", "restored@1002");
        cluster.end();
    }

    @Test
    void aFamilyMayGoOnLocallyUnderAnEpochOfItsOwn() {
        cluster = new Cluster(2, 100, BackboneUse.PREFERRED);
        SimulatedClient here = subscribe(0, QUOTES);
        SimulatedClient there = subscribe(1, QUOTES);
        cluster.publish(0, QUOTES, "a");

        cluster.store().goAway();
        cluster.tick();
        cluster.tick(Duration.ofSeconds(2));
        String local = confirmed(here).position().epoch();
        Reply alone = cluster.publish(0, QUOTES, "b");

        assertThat(local).isNotEqualTo(cluster.store().epoch());
        assertThat(confirmed(there).position().epoch())
                .isNotIn(local, cluster.store().epoch());
        assertThat(alone.offset()).isEqualTo(2);
        assertThat(publications(here)).containsExactly("a@1", "b@2");
        assertThat(publications(there)).containsExactly("a@1");
        assertThat(cluster.publish(0, CHART, "c").code()).isEqualTo(ErrorCode.UNAVAILABLE);

        cluster.store().comeBack();
        cluster.tick();
        cluster.publish(1, QUOTES, "d");

        assertThat(confirmed(here).position())
                .isEqualTo(new Position(cluster.store().epoch(), 1));
        assertThat(publications(here)).containsExactly("a@1", "b@2", "a@1", "d@2");
        assertThat(publications(there)).containsExactly("a@1", "a@1", "d@2");
        cluster.end();
    }

    @Test
    void aFamilyThatMayGoOnLocallyWaitsForWhatIsBackInLessThanTwoSeconds() {
        cluster = new Cluster(2, 100, BackboneUse.PREFERRED);
        SimulatedClient here = subscribe(0, QUOTES);
        cluster.publish(0, QUOTES, "a");
        long restarts = cluster.node(0).engine().restarts();

        for (int i = 0; i < 2; i++) {
            cluster.store().goAway();
            cluster.tick();
            cluster.tick(Duration.ofMillis(1_999));
            Reply refused = cluster.publish(0, QUOTES, "b");
            assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            cluster.store().comeBack();
            cluster.tick();
        }
        cluster.publish(0, QUOTES, "c");

        assertThat(publications(here)).containsExactly("a@1", "c@2");
        assertThat(cluster.node(0).engine().restarts()).isEqualTo(restarts);
        cluster.end();
    }

    @Test
    void theSystemStatusIsEachGatewaysOwn() {
        SimulatedClient here = subscribe(0, "system_status");
        SimulatedClient there = subscribe(1, "system_status");

        cluster.publish(0, "system_status", "mine");

        assertThat(publications(here)).contains("mine@1");
        assertThat(publications(there)).doesNotContain("mine@1");
        assertThat(confirmed(here).position().epoch())
                .isNotIn(cluster.store().epoch(), confirmed(there).position().epoch());
        cluster.end();
    }
}
