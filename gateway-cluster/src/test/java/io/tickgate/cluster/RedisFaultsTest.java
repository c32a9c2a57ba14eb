package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of two gateways and their clients while Redis, or the way to it, is in trouble. */
class RedisFaultsTest extends RedisScene {
    private static final String CHANNEL = "market_data:A";

    private static void publish(Node node, long n) {
        assertThat(node.publish(CHANNEL, n).statusCode()).isEqualTo(200);
    }

    /** As a publisher does that is told to come again. */
    private static void publishPatiently(Node node, long n) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> node.publish(CHANNEL, n).statusCode() == 200);
    }

    private static String epoch(Node node) {
        try (Client client = new Client(node.port())) {
            return client.subscribe(CHANNEL).text("epoch");
        }
    }

    @Test
    void withoutRedisPublishersAreToldToComeAgainAndSubscribersStay() {
        redis = RedisServer.startDurable(directory);
        Node one = node();
        Node other = node();
        Client client = other.client();
        client.subscribe(CHANNEL);
        publish(one, 1);
        String before = epoch(one);

        redis.kill();
        HttpResponse<String> refused = one.publish(CHANNEL, 2);
        one.awaitDegraded();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("unavailable");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(one.get("/health/ready").statusCode()).isEqualTo(200);
        redis.start();
        one.awaitOnline();
        other.awaitOnline();
        publishPatiently(one, 3);

        assertThat(client.numbers(2)).containsExactly(1L, 3L);
        assertThat(epoch(one)).isEqualTo(before);
    }

    @Test
    void aRedisThatComesBackEmptyIsAnotherStoreAndEverybodyIsTold() {
        redis = RedisServer.start(directory);
        Node one = node();
        Node other = node();
        Client client = other.client();
        Client.Message confirmed = client.subscribe(CHANNEL);
        for (int n = 1; n <= 3; n++) {
            publish(one, n);
        }
        assertThat(client.numbers(3)).containsExactly(1L, 2L, 3L);

        redis.kill();
        redis.start();
        one.awaitOnline();
        other.awaitOnline();
        Awaitility.await().until(() -> epoch(one).equals(epoch(other)));
        publishPatiently(one, 4);

        Client.Message fourth = client.next();
        boolean isTold = false;
        while (fourth.number("n") != 4) {
            isTold |= fourth.json().contains("epoch");
            fourth = client.next();
        }
        assertThat(isTold).as("word of the new epoch").isTrue();
        assertThat(fourth.number("offset")).isGreaterThan(confirmed.number("offset") + 4);
        assertThat(epoch(one)).isNotEqualTo(confirmed.text("epoch"));
        Client late = one.client();
        Client.Message again = late.subscribe(
                CHANNEL,
                ",\"since\":{\"epoch\":\"" + confirmed.text("epoch") + "\",\"offset\":" + confirmed.number("offset")
                        + "}");
        assertThat(again.json()).contains("\"recovered\":false").contains("epoch_changed");
    }

    @Test
    void aRedisThatAnswersNothingForAWhileHangsNobodyAndNothingIsLost() {
        redis = RedisServer.start(directory);
        Node one = node();
        Node other = node();
        Client client = other.client();
        client.subscribe(CHANNEL);
        publish(one, 1);

        redis.hold();
        HttpResponse<String> refused = one.publish(CHANNEL, 2);
        HttpResponse<String> refusedAtOnce = one.publish(CHANNEL, 3);
        one.awaitDegraded();
        redis.goOn();
        one.awaitOnline();
        other.awaitOnline();
        publishPatiently(one, 4);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refusedAtOnce.statusCode()).isEqualTo(503);
        List<Long> heard = new ArrayList<>();
        while (heard.isEmpty() || heard.get(heard.size() - 1) != 4) {
            heard.addAll(client.numbers(1));
        }
        // What was refused as unavailable may have happened all the same, but once, and in its place.
        assertThat(heard).isSorted().doesNotHaveDuplicates().contains(1L, 4L);
    }

    @Test
    void slowAnswersAreWaitedForAndKeepTheirOrder() {
        redis = RedisServer.start(directory);
        FaultProxy proxy = proxy();
        Node one = nodeAt(proxy.uri());
        Node other = node();
        Client client = other.client();
        client.subscribe(CHANNEL);

        proxy.delay(200);
        for (int n = 1; n <= 5; n++) {
            publish(one, n);
            publish(other, 100 + n);
        }

        assertThat(client.numbers(10)).containsExactly(1L, 101L, 2L, 102L, 3L, 103L, 4L, 104L, 5L, 105L);
    }

    @Test
    void aConnectionThatIsCutCostsNothing() {
        redis = RedisServer.start(directory);
        FaultProxy proxy = proxy();
        Node one = nodeAt(proxy.uri());
        Node other = nodeAt(proxy.uri());
        Client client = other.client();
        client.subscribe(CHANNEL);

        List<Long> published = new ArrayList<>();
        for (long n = 1; n <= 60; n++) {
            if (n % 20 == 10) {
                proxy.cut();
            }
            // One that was sent when the wire broke is sent again, and is there once.
            if (one.publish(CHANNEL, n).statusCode() == 200) {
                published.add(n);
            }
        }

        assertThat(client.numbers(published.size())).isEqualTo(published);
        assertThat(published).hasSizeGreaterThan(55);
    }

    @Test
    void whatWasSentWhenTheWireBrokeIsSentAgainAndIsThereOnce() {
        redis = RedisServer.start(directory);
        FaultProxy proxy = proxy();
        Node one = nodeAt(proxy.uri());
        Node other = node();
        Client client = other.client();
        client.subscribe(CHANNEL);

        proxy.delay(500);
        CompletableFuture<Integer> published =
                CompletableFuture.supplyAsync(() -> one.publish(CHANNEL, 1).statusCode());
        // Redis has it, and the gateway has no answer yet.
        assertThat(client.numbers(1)).containsExactly(1L);
        proxy.delay(0);
        proxy.cut();
        int status = published.join();
        publishPatiently(one, 2);

        assertThat(status).isEqualTo(200);
        assertThat(client.numbers(1)).containsExactly(2L);
    }

    @Test
    void pubSubThatHasDiedWithoutClosingIsFoundAndNothingIsMissing() {
        redis = RedisServer.start(directory);
        FaultProxy proxy = proxy();
        Node one = node();
        Node other = nodeAt(proxy.uri());
        Client client = other.client();
        client.subscribe(CHANNEL);
        publish(one, 1);
        assertThat(client.numbers(1)).containsExactly(1L);

        proxy.mutePubSub();
        publish(one, 2);
        publish(one, 3);

        assertThat(client.numbers(2)).containsExactly(2L, 3L);
    }

    @Test
    void aGatewayThatMayNotHearItselfTriesAgain() {
        redis = RedisServer.start(directory);
        redis.ask("ACL SETUSER default resetchannels");
        Node one = started(Node.start(redis.uri()));
        awaitRefusals();
        one.awaitDegraded();

        redis.ask("ACL SETUSER default allchannels");

        one.awaitOnline();
    }

    @Test
    void aBucketThatMayNotBeHeardIsTriedAgain() {
        redis = RedisServer.start(directory);
        Node one = node();
        redis.ask("ACL SETUSER default resetchannels &{tickgate}:*");
        Client client = one.client();
        client.send("{\"type\":\"subscribe\",\"channel\":\"" + CHANNEL + "\"}");
        assertThat(client.next("error").json()).contains("unavailable");
        awaitRefusals();

        redis.ask("ACL SETUSER default allchannels");
        client.send("{\"type\":\"subscribe\",\"channel\":\"" + CHANNEL + "\"}");

        assertThat(client.next("subscription_confirmed").text("epoch")).isNotEmpty();
    }

    private void awaitRefusals() {
        Awaitility.await().until(() -> redis.hasRefused("NOPERM"));
    }

    @Test
    void whatRedisRefusesToTakeIsNoReasonForAnotherConnection() {
        redis = RedisServer.start(directory);
        Node one = node();
        publish(one, 1);

        redis.ask("CONFIG SET min-replicas-to-write 1");
        HttpResponse<String> refused = one.publish(CHANNEL, 2);
        redis.ask("CONFIG SET min-replicas-to-write 0");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("NOREPLICAS");
        publish(one, 3);
    }

    @Test
    void aHoleThatIsReadAnewIsNoLossOfRedis() {
        redis = RedisServer.start(directory);
        FaultProxy proxy = proxy();
        Node one = node();
        Node other = nodeAt(proxy.uri());
        Client client = other.client();
        client.subscribe(CHANNEL);
        publish(one, 1);
        assertThat(client.numbers(1)).containsExactly(1L);

        proxy.lose("\"n\":2");
        publish(one, 2);
        Awaitility.await().until(proxy::hasLost);
        // So long takes every page of what is read.
        proxy.delay(300);
        publish(one, 3);
        CompletableFuture<List<Long>> rest = CompletableFuture.supplyAsync(() -> client.numbers(2));
        List<String> states = new ArrayList<>();
        while (!rest.isDone()) {
            states.add(other.status());
        }

        assertThat(rest.join()).containsExactly(2L, 3L);
        assertThat(states).isNotEmpty().allMatch(status -> status.contains("\"status\":\"online\""));
    }

    @Test
    void whatWasLostIsFoundThoughMoreWasPublishedSince() {
        redis = RedisServer.start(directory);
        FaultProxy proxy = proxy();
        Node one = nodeAt(proxy.uri(), "redis.probe-interval", "1m");
        Client client = one.client();
        client.subscribe(CHANNEL);
        publish(one, 1);
        publish(one, 2);
        Map<String, byte[]> older = redis.contents();
        publish(one, 3);
        publish(one, 4);
        assertThat(client.numbers(4)).containsExactly(1L, 2L, 3L, 4L);
        String before = epoch(one);

        redis.restore(older);
        proxy.mutePubSub();
        Node late = node("redis.probe-interval", "1m");
        for (int n = 5; n <= 8; n++) {
            publish(late, n);
        }
        assertThat(epoch(late)).isEqualTo(before);
        proxy.cut();

        Awaitility.await().until(() -> !epoch(one).equals(before));
        Awaitility.await().until(() -> epoch(late).equals(epoch(one)));
    }

    @Test
    void whatWasLostIsFoundByWhatIsAnnouncedInItsPlace() {
        redis = RedisServer.start(directory);
        Node one = node("redis.probe-interval", "1m");
        Client client = one.client();
        client.subscribe(CHANNEL);
        publish(one, 1);
        Map<String, byte[]> older = redis.contents();
        publish(one, 2);
        assertThat(client.numbers(2)).containsExactly(1L, 2L);
        String before = epoch(one);

        redis.restore(older);
        Node late = node("redis.probe-interval", "1m");
        publish(late, 3);

        Awaitility.await().until(() -> !epoch(one).equals(before));
    }

    @Test
    void whoeverFollowsAFamilyGetsAllOfAChannelThatCameUpWhileNothingWasHeard() {
        redis = RedisServer.start(directory);
        FaultProxy proxy = proxy();
        Node one = node();
        Node other = nodeAt(proxy.uri());
        Client client = other.client();
        client.subscribe("market_data");
        publish(one, 1);
        assertThat(client.numbers(1)).containsExactly(1L);

        proxy.mutePubSub();
        for (int n = 2; n <= 4; n++) {
            assertThat(one.publish("market_data:B", n).statusCode()).isEqualTo(200);
        }

        assertThat(client.numbers(3)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void anAnnouncementThatWasLostIsFoundThoughNoOtherFollows() {
        redis = RedisServer.start(directory);
        FaultProxy proxy = proxy();
        Node one = node();
        Node other = nodeAt(proxy.uri());
        Client client = other.client();
        client.subscribe(CHANNEL);
        publish(one, 1);
        assertThat(client.numbers(1)).containsExactly(1L);

        proxy.lose("\"n\":2");
        publish(one, 2);
        Awaitility.await().until(proxy::hasLost);

        assertThat(client.numbers(1)).containsExactly(2L);
    }
}
