package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bucket that nobody needs is left after a minute, and whoever comes back to it misses nothing. */
class UnneededBucketsTest extends RedisScene {
    private static final String CHANNEL = "market_data:A";
    private static final long SECOND = 1_000_000_000L;

    private long nowNanos;

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start(directory);
        nowNanos = System.nanoTime();
    }

    /** The gateway looks, so much later, for what nobody needs. */
    private void lookAfter(Node node, long seconds) {
        nowNanos += seconds * SECOND;
        node.backbone().leaveUnneeded(nowNanos);
    }

    private static void unsubscribe(Client client) {
        client.send("{\"type\":\"unsubscribe\",\"channel\":\"" + CHANNEL + "\"}");
        client.next("unsubscription_confirmed");
    }

    /** Whether anybody hears the only bucket with channels of market data. */
    private boolean isHeard() {
        return !redis.ask("EVAL \"return #redis.call('PUBSUB', 'CHANNELS', '{tickgate:market_data:*')\" 0")
                .equals("0");
    }

    @Test
    void itIsLeftAMinuteAfterItWasNeededLastAndHeardAgainWhenSomebodyComes() {
        Node one = node();
        Node other = node();
        Client client = one.client();
        Client.Message confirmed = client.subscribe(CHANNEL);
        lookAfter(one, 100);
        assertThat(other.publish(CHANNEL, 1).statusCode()).isEqualTo(200);
        assertThat(client.numbers(1)).containsExactly(1L);
        unsubscribe(client);

        lookAfter(one, 59);
        // A channel of another bucket is asked for behind that.
        client.subscribe("notifications");
        assertThat(isHeard()).isTrue();
        lookAfter(one, 2);
        Awaitility.await().until(() -> !isHeard());
        assertThat(other.publish(CHANNEL, 2).statusCode()).isEqualTo(200);
        Client.Message again =
                client.subscribe(CHANNEL, since(confirmed.text("epoch"), confirmed.number("offset") + 1));
        assertThat(other.publish(CHANNEL, 3).statusCode()).isEqualTo(200);

        assertThat(again.json()).contains("\"recovered\":true");
        assertThat(client.numbers(2)).containsExactly(2L, 3L);
    }

    private static String since(String epoch, long offset) {
        return ",\"since\":{\"epoch\":\"" + epoch + "\",\"offset\":" + offset + "}";
    }

    /** The way to Redis is slow every other time, so that leaving takes its time. */
    @Test
    void whoeverComesBackAtAnyMomentOfThatMissesNothingAndGetsNothingTwice() {
        FaultProxy proxy = proxy();
        Node one = nodeAt(proxy.uri());
        Node other = node();
        Client client = one.client();
        Client.Message first = client.subscribe(CHANNEL);
        String epoch = first.text("epoch");
        long offset = first.number("offset");
        Random random = new Random(8);
        long n = 0;
        for (int round = 0; round < 60; round++) {
            lookAfter(one, 1);
            unsubscribe(client);
            proxy.delay(random.nextBoolean() ? 5 : 0);
            // Twice, so that it is looked whether topics are placed still, and again when they are.
            lookAfter(one, 61);
            for (int i = random.nextInt(3); i > 0; i--) {
                assertThat(other.publish(CHANNEL, ++n).statusCode()).isEqualTo(200);
            }
            if (random.nextBoolean()) {
                lookAfter(one, 61);
            }
            client.send("{\"type\":\"subscribe\",\"channel\":\"" + CHANNEL + "\"" + since(epoch, offset) + "}");
            for (int i = random.nextInt(3); i > 0; i--) {
                assertThat(other.publish(CHANNEL, ++n).statusCode()).isEqualTo(200);
            }
            assertThat(client.next("subscription_confirmed").json()).contains("\"recovered\":true");
            while (offset < first.number("offset") + n) {
                Client.Message next = client.next();
                assertThat(next.number("offset")).as(next.json()).isEqualTo(offset + 1);
                assertThat(next.number("n")).isEqualTo(offset + 1 - first.number("offset"));
                offset++;
            }
        }

        assertThat(redis.calls("unsubscribe"))
                .as("times that the bucket was left")
                .isGreaterThan(5);
        assertThat(one.backbone().counts().getOrDefault("publications_lost", 0L))
                .isZero();
    }

    @Test
    void oneThatSomebodyNeedsStays() {
        Node one = node();
        Client client = one.client();
        client.subscribe(CHANNEL);
        Client family = one.client();
        family.subscribe("backtest_progress");

        for (int i = 0; i < 5; i++) {
            lookAfter(one, 3_600);
        }
        one.client().subscribe("notifications");

        Awaitility.await().pollDelay(Duration.ZERO).until(this::isHeard);
        assertThat(redis.calls("unsubscribe")).isZero();
        assertThat(one.publish(CHANNEL, 1).statusCode()).isEqualTo(200);
        assertThat(client.numbers(1)).containsExactly(1L);
    }
}
