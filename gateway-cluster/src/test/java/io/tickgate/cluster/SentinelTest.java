package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a replica that Sentinel puts in its place. */
class SentinelTest {
    private static final String CHANNEL = "market_data:A";

    @TempDir
    private Path directory = Path.of("");

    private RedisServer sentinelOf(RedisServer master) throws IOException {
        Path file = Files.writeString(directory.resolve("sentinel.conf"), """
                sentinel monitor mymaster 127.0.0.1 %d 1
                sentinel down-after-milliseconds mymaster 500
                sentinel failover-timeout mymaster 3000
                """.formatted(master.port()));
        return RedisServer.startFrom(directory, file, "--sentinel");
    }

    @Test
    void gatewaysGoOnWithTheReplicaThatTakesOver() throws IOException {
        try (RedisServer master = RedisServer.start(directory);
                RedisServer replica =
                        RedisServer.start(directory, "--replicaof", "127.0.0.1", Integer.toString(master.port()));
                RedisServer sentinel = sentinelOf(master)) {
            Awaitility.await()
                    .until(() -> sentinel.ask("SENTINEL REPLICAS mymaster").equals("1"));
            String[] settings = {"redis.mode", "sentinel"};
            try (Node one = Node.joined(sentinel.uri(), settings);
                    Node other = Node.joined(sentinel.uri(), settings)) {
                Client client = other.client();
                String epoch = client.subscribe(CHANNEL).text("epoch");
                assertThat(one.publish(CHANNEL, 1).statusCode()).isEqualTo(200);
                assertThat(client.numbers(1)).containsExactly(1L);
                Awaitility.await().until(() -> replica.ask("WAIT 0 100") != null && hasCaughtUp(replica));

                master.kill();
                one.awaitDegraded();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> one.publish(CHANNEL, 2).statusCode() == 200);

                assertThat(client.numbers(1)).containsExactly(2L);
                assertThat(one.client().subscribe(CHANNEL).text("epoch")).isEqualTo(epoch);
                assertThat(replica.ask("ROLE")).isNotEmpty();
            }
        }
    }

    /** Whether the replica has the one publication. */
    private static boolean hasCaughtUp(RedisServer replica) {
        return !replica.ask("EVAL \"return #redis.call('KEYS', '*:stream:market_data:A')\" 0")
                .equals("0");
    }
}
