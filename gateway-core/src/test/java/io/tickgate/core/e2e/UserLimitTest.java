package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.transport.websocket.ClientFrames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code limits.max-connections-per-user} of one gateway, over real sockets. */
class UserLimitTest {
    private static final String KEY = "limits.max-connections-per-user";

    @Test
    void oneMoreIsRefusedWith429AndComesInWhenOneLeaves() {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS, KEY, "2")) {
            RawWebSocket first = gateway.clientOf("alice");
            gateway.clientOf("alice");

            HttpAnswer refused = gateway.unopened(0).handshakeWith("user_id=alice");
            gateway.clientOf("bob");
            gateway.client();

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("retry-after")).isEqualTo("5");
            assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
            assertThat(refused.json())
                    .containsEntry("code", "too_many_connections_of_user")
                    .containsEntry("detail", KEY + " is reached for this user");
            assertThat(gateway.messages()).containsEntry("users", 2L);
            String metrics = gateway.request("GET", "/metrics", "").body();
            assertThat(metrics)
                    .contains("gateway_connections_total{result=\"user_full\"} 1\n")
                    .contains("gateway_users 2\n");
            first.send(ClientFrames.close(1000, ""));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(gateway.unopened(0)
                                    .handshakeWith("user_id=alice")
                                    .status())
                            .isEqualTo(101));
        }
    }

    @Test
    void ofManyWhoComeAtOnceExactlySoManyComeIn() throws Exception {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_TWO_LOOPS, KEY, "5")) {
            Callable<Integer> comer = () -> {
                int admitted = 0;
                for (int n = 0; n < 5; n++) {
                    RawWebSocket client;
                    synchronized (gateway) {
                        client = gateway.unopened(0);
                    }
                    admitted += client.handshakeWith("user_id=alice").status() == 101 ? 1 : 0;
                }
                return admitted;
            };

            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<Integer>> results = new ArrayList<>(threads.invokeAll(Collections.nCopies(8, comer)));
            threads.shutdown();

            int admitted = 0;
            for (Future<Integer> result : results) {
                admitted += result.get();
            }
            assertThat(admitted).isEqualTo(5);
            assertThat(gateway.connections()).containsEntry("total_connections", 5L);
        }
    }

    @Test
    void withTokensTheirSubCountsHoweverItIsShown() {
        try (AuthScene scene = new AuthScene(KEY, "1")) {
            String token = AuthScene.token("alice", 100, AuthScene.ALL);
            scene.client(token);

            HttpAnswer refused = scene.gateway().unopened(0).handshakeWith("token=" + token);
            RawWebSocket late = scene.gateway().client();
            late.text("{\"type\":\"authenticate\",\"token\":\"" + token + "\",\"id\":1}");
            Map<String, Object> error = late.readJson();

            assertThat(refused.status()).isEqualTo(429);
            assertThat(error)
                    .containsEntry("code", "too_many_connections_of_user")
                    .containsEntry("field", "token")
                    .containsEntry("id", 1L);
            assertThat(late.read().closeCode()).isEqualTo(4004);
        }
    }

    @Test
    void whenNothingIsSetAsManyComeAsLike() {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_ONE_LOOP)) {
            for (int n = 0; n < 20; n++) {
                gateway.clientOf("alice");
            }

            assertThat(gateway.messages()).containsEntry("users", 1L);
        }
    }
}
