package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Redis forgets of channels that are not in use, by several gateways that see to that at once. */
class SweeperTest extends RedisScene {
    private static final Pattern OFFSET = Pattern.compile("\"offset\":(\\d+)");
    private static final String BUCKET = "{tickgate:market_data:0}";

    /** A hundred records and less are looked at together. */
    private static final int MANY = 300;

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start(directory);
    }

    /** Of a stream nothing is kept when its history has ended. */
    private Node streaming(String... settings) {
        List<String> all = new ArrayList<>(List.of("redis.buckets", "1", "channels.market_data.kind", "stream"));
        all.addAll(List.of(settings));
        return node(all.toArray(String[]::new));
    }

    private static long publish(Node node, String channel, long n) {
        String answer = node.publish(channel, n).body();
        Matcher offset = OFFSET.matcher(answer);
        assertThat(offset.find()).as(answer).isTrue();
        return Long.parseLong(offset.group(1));
    }

    private void endHistory() {
        redis.ask("EVAL \"for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end return 0\" 0 "
                + BUCKET + ":stream:*");
    }

    private long records() {
        return Long.parseLong(redis.ask("HLEN " + BUCKET + ":topics"));
    }

    /** All of them, some of it; whatever was published to until now counts as long ago. */
    private void sweep() {
        nodes.forEach(node -> node.backbone().sweep(Duration.ZERO));
    }

    @Test
    void whatIsIdleIsForgottenByWhoeverComesFirstAndNoOffsetComesTwice() {
        Node one = streaming();
        Node other = streaming();
        Map<String, Long> last = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            last.put("market_data:" + i, publish(nodes.get(i % 2), "market_data:" + i, i));
        }
        String busy = "market_data:7";
        endHistory();

        long published = 0;
        for (int round = 0; records() > 1; round++) {
            assertThat(round).as("sweeps with %s left", records()).isLessThan(10_000);
            sweep();
            long offset = publish(nodes.get(round % 2), busy, ++published);
            assertThat(offset).as("publication %s while it is swept", published).isGreaterThan(last.get(busy));
            last.put(busy, offset);
            if (round % 3 == 0) {
                endHistory();
            }
        }

        long highest = last.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        Client client = other.client();
        assertThat(client.subscribe("market_data:8").number("offset"))
                .isGreaterThanOrEqualTo(last.get("market_data:8"));
        assertThat(publish(one, "market_data:8", 1)).isGreaterThan(last.get("market_data:8"));
        assertThat(client.numbers(1)).containsExactly(1L);
        assertThat(Long.parseLong(redis.askForBulk("HGET " + BUCKET + ":meta floor")))
                .isLessThanOrEqualTo(highest + 1);
    }

    @Test
    void whatSomebodyFollowsStaysUntilRoomIsShort() {
        Node one = streaming("redis.max-topics", "100");
        Node other = streaming("redis.max-topics", "100");
        Client client = one.client();
        long start = client.subscribe("market_data:A").number("offset");
        publish(other, "market_data:A", 1);
        for (int i = 0; i < 50; i++) {
            publish(other, "market_data:" + i, i);
            publish(other, "market_data:" + i, i);
        }
        endHistory();

        // Each call is for the next of the few buckets that a gateway knows.
        long asked = redis.calls("evalsha");
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            sweep();
            return redis.calls("evalsha") > asked + 60;
        });
        assertThat(publish(other, "market_data:A", 2)).isEqualTo(start + 2);
        assertThat(records()).isEqualTo(51);
        assertThat(client.next().number("n")).isEqualTo(1);
        Client.Message second = client.next();
        assertThat(second.number("n")).as(second.json()).isEqualTo(2);

        for (int i = 50; i < 110; i++) {
            publish(other, "market_data:" + i, i);
        }
        endHistory();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            sweep();
            return records() < 100;
        });
    }
}
