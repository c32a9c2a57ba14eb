package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis Cluster, whose slots move while gateways use it. */
class RedisClusterTest {
    private static final int SLOTS = 16_384;
    private static final String CHANNEL = "market_data:A";

    @TempDir
    private static Path directory = Path.of("");

    private static final List<RedisServer> SERVERS = new ArrayList<>();

    @AfterAll
    static void stop() {
        SERVERS.forEach(RedisServer::close);
    }

    @BeforeAll
    static void startThree() throws Exception {
        for (int i = 0; i < 3; i++) {
            Path own = Files.createDirectory(directory.resolve("node" + i));
            SERVERS.add(RedisServer.startClustered(own));
        }
        for (int i = 0; i < 3; i++) {
            int first = i * SLOTS / 3;
            int last = (i + 1) * SLOTS / 3;
            SERVERS.get(i)
                    .ask("CLUSTER ADDSLOTS "
                            + IntStream.range(first, last)
                                    .mapToObj(Integer::toString)
                                    .collect(Collectors.joining(" ")));
            SERVERS.get(0).ask("CLUSTER MEET 127.0.0.1 " + SERVERS.get(i).port());
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> SERVERS.stream()
                        .allMatch(server -> server.askForLine("CLUSTER INFO", "cluster_state")
                                .equals("ok")));
    }

    /** Brings one slot with all its keys to another server. */
    private void move(int slot, RedisServer from, RedisServer to) {
        String fromId = from.askForBulk("CLUSTER MYID");
        String toId = to.askForBulk("CLUSTER MYID");
        to.ask("CLUSTER SETSLOT " + slot + " IMPORTING " + fromId);
        from.ask("CLUSTER SETSLOT " + slot + " MIGRATING " + toId);
        while (true) {
            String key = from.askForFirst("CLUSTER GETKEYSINSLOT " + slot + " 1");
            if (key.isEmpty()) {
                break;
            }
            from.ask("MIGRATE 127.0.0.1 " + to.port() + " \"" + key + "\" 0 1000 REPLACE");
        }
        SERVERS.forEach(server -> server.ask("CLUSTER SETSLOT " + slot + " NODE " + toId));
    }

    @Test
    void connectionsOfAUserAreCountedThere() {
        String[] settings = {"redis.mode", "cluster", "redis.timeout", "2s", "limits.max-connections-per-user", "1"};
        RedisBackboneFactory sharing = new RedisBackboneFactory(Duration.ofMillis(300));
        String uri = SERVERS.get(0).uri();
        try (Node one = Node.start(sharing, uri, settings);
                Node other = Node.start(sharing, uri, settings)) {
            one.awaitOnline();
            other.awaitOnline();
            Client first = one.clientOf("alice");
            Client second = other.clientOf("alice");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> first.closeCode() + second.closeCode() == 4004);
        }
    }

    @Test
    void publicationsGoOnInTheirOrderWhileTheirBucketMoves() {
        String[] settings = {"redis.mode", "cluster", "redis.timeout", "2s"};
        String uri = SERVERS.get(0).uri();
        try (Node one = Node.joined(uri, settings);
                Node other = Node.joined(uri, settings)) {
            Client client = other.client();
            String epoch = client.subscribe(CHANNEL).text("epoch");
            for (int n = 1; n <= 5; n++) {
                assertThat(one.publish(CHANNEL, n).statusCode()).isEqualTo(200);
            }
            int slot = Integer.parseInt(
                    SERVERS.get(0).ask("CLUSTER KEYSLOT " + new Keyspace("tickgate", 8).tagOf(CHANNEL)));
            int owner = slot * 3 / SLOTS;

            move(slot, SERVERS.get(owner), SERVERS.get((owner + 1) % 3));
            for (int n = 6; n <= 10; n++) {
                int number = n;
                Awaitility.await()
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> one.publish(CHANNEL, number).statusCode() == 200);
            }

            assertThat(client.numbers(10)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
            assertThat(one.client().subscribe(CHANNEL).text("epoch")).isEqualTo(epoch);
        }
    }
}
