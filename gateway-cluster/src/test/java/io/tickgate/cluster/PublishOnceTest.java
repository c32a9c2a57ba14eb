package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a publisher sends again under its key is there once, whatever became of the first try and of its answer. */
class PublishOnceTest extends RedisScene {
    private static final String CHANNEL = "market_data:A";

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start(directory);
    }

    private static Client.Message answer(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new Client.Message(response.body());
    }

    private static boolean isDuplicate(Client.Message answer) {
        return answer.json().contains("\"duplicate\":true");
    }

    @Test
    void anyGatewayKnowsWhatWasPublishedAtAnother() {
        Node one = node();
        Node other = node();
        Client client = other.client();
        client.subscribe(CHANNEL);

        Client.Message first = answer(one.publish(CHANNEL, 1, "k"));
        Client.Message again = answer(other.publish(CHANNEL, 1, "k"));
        Client.Message once = answer(one.publish(CHANNEL, 1, "k"));
        answer(other.publish(CHANNEL, 2, "k2"));

        assertThat(isDuplicate(first)).isFalse();
        assertThat(isDuplicate(again) && isDuplicate(once)).isTrue();
        assertThat(again.number("offset")).isEqualTo(first.number("offset"));
        assertThat(again.number("recipient_count")).isZero();
        assertThat(client.numbers(2)).containsExactly(1L, 2L);
        assertThat(other.get("/metrics").body()).contains("gateway_publications_duplicate_total 1\n");
    }

    @Test
    void whatWasDoneAndNotAnsweredIsNotDoneAgainAtAnotherGateway() {
        FaultProxy proxy = proxy();
        Node one = nodeAt(proxy.uri());
        Node other = node();
        Client client = other.client();
        client.subscribe(CHANNEL);

        proxy.delay(4_000);
        HttpResponse<String> unknown = one.publish(CHANNEL, 1, "k");
        Client.Message heard = client.next();
        Client.Message again = answer(other.publish(CHANNEL, 1, "k"));
        answer(other.publish(CHANNEL, 2, "k2"));
        proxy.delay(0);
        proxy.cut();

        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(isDuplicate(again)).isTrue();
        assertThat(again.number("offset")).isEqualTo(heard.number("offset"));
        assertThat(client.numbers(1)).containsExactly(2L);
    }

    @Test
    void whatRedisHadInItsSocketWhenItHungIsThereOnce() {
        Node one = node();
        Node other = node();
        Client client = other.client();
        client.subscribe(CHANNEL);

        redis.hold();
        HttpResponse<String> unknown = one.publish(CHANNEL, 1, "k");
        redis.goOn();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> one.publish(CHANNEL, 1, "k").statusCode() == 200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> other.publish(CHANNEL, 2, "k2").statusCode() == 200);

        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(client.numbers(2)).containsExactly(1L, 2L);
    }

    @Test
    void aRepetitionThatWasSentWhenTheWireBrokeIsStillOne() {
        FaultProxy proxy = proxy();
        Node one = nodeAt(proxy.uri());
        Client client = node().client();
        client.subscribe(CHANNEL);
        answer(one.publish(CHANNEL, 1, "k"));
        assertThat(client.numbers(1)).containsExactly(1L);

        proxy.delay(500);
        String lines = Node.line(CHANNEL, 1, "k") + '\n' + Node.line(CHANNEL, 2, "k2") + '\n';
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(
                () -> one.post("publications", "application/x-ndjson", lines).body());
        // Redis has both, and the gateway has no answer yet; both are sent again.
        assertThat(client.numbers(1)).containsExactly(2L);
        proxy.delay(0);
        proxy.cut();

        assertThat(answer.join()).isEqualTo("{\"accepted\":2,\"duplicates\":1,\"errors\":[],\"errors_total\":0}");
        answer(one.publish(CHANNEL, 3, "k3"));
        assertThat(client.numbers(1)).containsExactly(3L);
    }

    @Test
    void redisForgetsAKeyWhenItsTimeIsOver() {
        Node one = node("limits.idempotency-ttl", "2m");
        answer(one.publish(CHANNEL, 1, "k"));

        String key = "local key = redis.call('KEYS', '{tickgate:market_data:*:key:*')[1] return redis.call('%s', key)";
        assertThat(Long.parseLong(redis.ask("EVAL \"" + key.formatted("PTTL") + "\" 0")))
                .isBetween(1L, Duration.ofMinutes(2).toMillis());
        redis.ask("EVAL \"" + key.formatted("DEL") + "\" 0");

        assertThat(isDuplicate(answer(one.publish(CHANNEL, 1, "k")))).isFalse();
    }
}
