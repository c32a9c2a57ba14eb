package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.CloseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateways that share a real Redis, with real clients. */
class SeveralGatewaysTest extends RedisScene {

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start(directory);
    }

    @Test
    void whatIsPublishedAtOneIsHeardAtAllUnderTheSameNumbers() {
        Node one = node();
        Node other = node();
        Node third = node();
        List<Client> clients = List.of(one.client(), other.client(), third.client());
        List<Client.Message> confirmed =
                clients.stream().map(each -> each.subscribe("market_data:A")).toList();

        for (int n = 1; n <= 30; n++) {
            assertThat(nodes.get(n % 3).publish("market_data:A", n).statusCode())
                    .isEqualTo(200);
        }

        long start = confirmed.get(0).number("offset");
        for (Client client : clients) {
            for (long n = 1; n <= 30; n++) {
                Client.Message message = client.next();
                assertThat(message.number("n")).isEqualTo(n);
                assertThat(message.number("offset")).isEqualTo(start + n);
            }
        }
        assertThat(confirmed)
                .extracting(each -> each.text("epoch"))
                .containsOnly(confirmed.get(0).text("epoch"));
    }

    @Test
    void twoWhoPublishAtOnceAreHeardInOneOrderEverywhere() {
        Node one = node();
        Node other = node();
        Client here = one.client();
        Client there = other.client();
        here.subscribe("market_data:A");
        there.subscribe("market_data");

        CompletableFuture<Void> publishing = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> publish(one, 0)),
                CompletableFuture.runAsync(() -> publish(other, 1000)));
        List<Long> heardHere = here.numbers(400);
        List<Long> heardThere = there.numbers(400);
        publishing.join();

        assertThat(heardThere).isEqualTo(heardHere).doesNotHaveDuplicates();
        assertThat(heardHere).filteredOn(n -> n < 1000).isSorted().hasSize(200);
        assertThat(heardHere).filteredOn(n -> n >= 1000).isSorted().hasSize(200);
    }

    private static void publish(Node node, long first) {
        LongStream.range(first, first + 200)
                .forEach(n -> assertThat(node.publish("market_data:A", n).statusCode())
                        .isEqualTo(200));
    }

    @Test
    void aClientComesBackToAnotherGatewayWithItsPositionAndMissesNothing() {
        Node one = node();
        Node other = node();
        Client first = one.client();
        first.subscribe("market_data:A");
        for (int n = 1; n <= 5; n++) {
            one.publish("market_data:A", n);
        }
        Client.Message third = first.next();
        while (third.number("n") < 3) {
            third = first.next();
        }
        String epoch = one.client().subscribe("market_data:A").text("epoch");
        first.close();
        other.publish("market_data:A", 6);

        Client again = other.client();
        Client.Message confirmed = again.subscribe(
                "market_data:A", ",\"since\":{\"epoch\":\"" + epoch + "\",\"offset\":" + third.number("offset") + "}");
        one.publish("market_data:A", 7);

        assertThat(confirmed.json()).contains("\"recovered\":true");
        assertThat(again.numbers(4)).containsExactly(4L, 5L, 6L, 7L);
    }

    /** A client that writes down what it gets, and takes its position with it from one gateway to another. */
    private static final class Follower {
        private final List<Long> numbers = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private Client client;
        private String epoch;
        private long offset;

        Follower(Node node) {
            client = node.client();
            Client.Message confirmed = client.subscribe("market_data:A");
            epoch = confirmed.text("epoch");
            offset = confirmed.number("offset");
        }

        void moveTo(Node node) {
            client = node.client();
            Client.Message confirmed = client.subscribe(
                    "market_data:A", ",\"since\":{\"epoch\":\"" + epoch + "\",\"offset\":" + offset + "}");
            assertThat(confirmed.json()).contains("\"recovered\":true");
            assertThat(confirmed.text("epoch")).isEqualTo(epoch);
        }

        void readUpTo(long last) {
            while (offset < last) {
                Client.Message message = client.next();
                if (message.number("n") >= 0) {
                    numbers.add(message.number("n"));
                    offset = message.number("offset");
                    offsets.add(offset);
                }
            }
        }
    }

    @Test
    void ofThreeOneMayDieAndOneBeDrainedAndEverybodyGoesOnAtTheOthers() {
        Node stays = node();
        Node drained = node("drain.window", "200ms");
        Node dies = node();
        List<Follower> followers = new ArrayList<>();
        nodes.forEach(node -> followers.addAll(List.of(new Follower(node), new Follower(node))));
        List<Follower> homeless = followers.subList(4, 6);
        List<Follower> guests = followers.subList(2, 4);
        long start = followers.get(0).offset;

        publishInTurn(1, stays, drained, dies);
        followers.forEach(each -> each.readUpTo(start + 10));
        dies.close();
        nodes.remove(dies);
        publishInTurn(31, drained, stays);
        homeless.get(0).moveTo(drained);
        homeless.get(1).moveTo(stays);
        publishInTurn(61, stays, drained);
        followers.forEach(each -> each.readUpTo(start + 75));
        drained.gateway().drain(CloseCode.SERVICE_RESTART);
        Follower late = homeless.get(0);
        guests.forEach(each -> each.client.awaitEnd());
        late.client.awaitEnd();
        publishInTurn(91, stays);
        guests.forEach(each -> each.moveTo(stays));
        late.moveTo(stays);
        publishInTurn(121, stays);
        followers.forEach(each -> each.readUpTo(start + 150));

        List<Long> all = LongStream.rangeClosed(1, 150).boxed().toList();
        assertThat(followers).allSatisfy(each -> {
            assertThat(each.numbers).isEqualTo(all);
            assertThat(each.offsets).isEqualTo(all.stream().map(n -> start + n).toList());
        });
    }

    /** Thirty publications, one at each of these after the other. */
    private static void publishInTurn(long first, Node... at) {
        LongStream.range(first, first + 30)
                .forEach(n -> assertThat(at[(int) (n % at.length)]
                                .publish("market_data:A", n)
                                .statusCode())
                        .isEqualTo(200));
    }

    @Test
    void aNewGatewayKnowsTheNewestValuesAndThePast() {
        Node one = node();
        one.publish("market_data:A", 1);
        one.publish("market_data:A", 2);
        one.publish("market_data:B", 3);
        Node late = node();

        Client client = late.client();
        client.subscribe("market_data", ",\"options\":{\"snapshot\":true}");
        Client.Message page = client.next("snapshot");
        Client rewinding = late.client();
        rewinding.subscribe("market_data:A", ",\"options\":{\"rewind\":{\"last\":10}}");

        assertThat(page.json()).contains("\"n\":2").contains("\"n\":3").doesNotContain("\"n\":1}");
        assertThat(rewinding.numbers(2)).containsExactly(1L, 2L);
    }

    @Test
    void whatAGatewayKeptSurvivesItsEnd() {
        Node one = node();
        String epoch = one.client().subscribe("market_data:A").text("epoch");
        one.publish("market_data:A", 1);
        one.publish("market_data:A", 2);
        one.close();
        nodes.clear();

        Node next = node();
        Client client = next.client();
        Client.Message confirmed = client.subscribe("market_data:A", ",\"options\":{\"rewind\":{\"last\":10}}");

        assertThat(confirmed.text("epoch")).isEqualTo(epoch);
        assertThat(client.numbers(2)).containsExactly(1L, 2L);
    }

    @Test
    void aGatewayHearsOnlyTheBucketsThatItsSubscribersNeed() {
        Node one = node();
        Client client = one.client();
        long before = channels();

        client.subscribe("market_data:A");
        long withOne = channels();
        client.subscribe("market_data");

        assertThat(withOne).isEqualTo(before + 1);
        assertThat(channels()).isEqualTo(before + 8);
    }

    /** Channels of market data that anybody hears. */
    private long channels() {
        return Long.parseLong(
                redis.ask("EVAL \"return #redis.call('PUBSUB', 'CHANNELS', '{tickgate:market_data:*')\" 0"));
    }

    @Test
    void aTopicThatIsSweptMovesNoOther() {
        Node one = node("redis.buckets", "1");
        Client client = one.client();
        long start = client.subscribe("market_data:A").number("offset");
        one.publish("market_data:A", 1);
        for (int n = 1; n <= 20; n++) {
            one.publish("market_data:B", n);
        }

        assertThat(sweep("market_data:B")).isEqualTo(start + 20);
        one.publish("market_data:A", 2);
        one.publish("market_data:B", 21);
        Client late = node("redis.buckets", "1").client();
        Client.Message swept = late.subscribe("market_data:B");
        Client.Message live = late.subscribe("market_data:A");

        assertThat(client.next().number("offset")).isEqualTo(start + 1);
        Client.Message second = client.next();
        assertThat(second.number("n")).as(second.json()).isEqualTo(2);
        assertThat(second.number("offset")).isEqualTo(start + 2);
        assertThat(live.number("offset")).isEqualTo(start + 2);
        assertThat(swept.number("offset")).as("no offset comes twice").isEqualTo(start + 21);
    }

    /**
     * Has Redis forget a channel of the only bucket, as if nothing were kept of it.
     *
     * @return the bucket's floor behind that
     */
    private long sweep(String channel) {
        String bucket = "{tickgate:market_data:0}";
        redis.ask("EVAL \"local record = redis.call('HGET', KEYS[1], ARGV[1]) redis.call('DEL', KEYS[2]) "
                + "return redis.call('HSET', KEYS[1], ARGV[1], string.sub(record, 1, 20))\" 2 "
                + bucket + ":topics " + bucket + ":stream:" + channel + ' ' + channel);
        redis.ask("EVALSHA " + Script.SWEEP.digest() + " 3 " + bucket + ":meta " + bucket + ":topics " + bucket
                + ":followed 0 0 " + bucket + ":stream: " + bucket + ":tables: 0 0");
        assertThat(redis.ask("HEXISTS " + bucket + ":topics " + channel)).isEqualTo("0");
        return Long.parseLong(redis.askForBulk("HGET " + bucket + ":meta floor"));
    }

    @Test
    void everyGatewayTellsOfAll() {
        Node one = node("redis.node-name", "one", "admin.listen", "127.0.0.1:0");
        Node other = node("redis.node-name", "other");
        other.client().subscribe("market_data:A");
        other.client().subscribe("market_data:A");
        one.client();

        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> one.status().contains("\"nodes\":2,\"total_connections\":3"));

        assertThat(one.status()).contains("\"cluster\":{\"available\":true").contains("\"market_data\":2");
        assertThat(one.askOperator("/admin/v1/nodes"))
                .contains("{\"node\":\"one\",\"status\":\"online\",\"connections\":1,\"subscriptions\":0")
                .contains("{\"node\":\"other\",\"status\":\"online\",\"connections\":2,\"subscriptions\":2");
        assertThat(one.get("/metrics").body())
                .contains("gateway_cluster_nodes 2\n")
                .contains("gateway_cluster_events_total{kind=\"epochs\"} 1\n");
        other.close();
        nodes.remove(other);
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> one.status().contains("\"nodes\":1,"));
    }
}
