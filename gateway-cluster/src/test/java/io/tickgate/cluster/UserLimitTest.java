package io.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code limits.max-connections-per-user}, which is two, over gateways that share a real Redis. */
class UserLimitTest extends RedisScene {
    /** A gateway is forgotten after five of them. */
    private static final Duration BEAT = Duration.ofMillis(300);

    private static final String KEY = "limits.max-connections-per-user";
    private static final String USERS = "{tickgate}:users:*";

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start(directory);
    }

    private Node limited(String uri, Duration beat) {
        Node node = started(Node.start(new RedisBackboneFactory(beat), uri, KEY, "2", "redis.probe-interval", "1s"));
        node.awaitOnline();
        return node;
    }

    private Node limited() {
        return limited(redis.uri(), BEAT);
    }

    private static ConditionFactory eventually(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    /** The connections of that user that were granted, by gateway, in ascending order. */
    private List<String> granted(String user) {
        return redis.withCommands(commands -> commands.keys(USERS).stream()
                .map(key -> commands.hget(key, user))
                .flatMap(Stream::ofNullable)
                .sorted()
                .toList());
    }

    private void awaitGranted(String user, String... byNode) {
        eventually("granted").until(() -> granted(user).equals(List.of(byNode)));
    }

    private static String metrics(Node node) {
        return node.get("/metrics").body();
    }

    @Test
    void theThirdOfTwoEndsAndTheOthersStayUntilOneLeaves() {
        Node one = limited();
        Node other = limited();
        Client first = one.clientOf("alice");
        Client second = other.clientOf("alice");
        awaitGranted("alice", "1", "1");

        Client third = other.clientOf("alice");
        Client bob = other.clientOf("bob");
        eventually("the end of the third").until(() -> third.closeCode() == 4004);

        assertThat(Stream.of(first, second, bob)).allMatch(Client::answers);
        assertThat(metrics(other)).contains("gateway_closes_total{code=\"user_limit\"} 1\n");
        assertThat(metrics(one)).contains("gateway_closes_total{code=\"user_limit\"} 0\n");
        second.close();
        awaitGranted("alice", "1");
        Client again = one.clientOf("alice");
        awaitGranted("alice", "2");
        assertThat(Stream.of(first, again)).allMatch(Client::answers);
    }

    @Test
    void whoComesBackBecauseAGatewayHasDiedStaysAndGetsThePlaceAfterIt() {
        FaultProxy way = proxy();
        Node dying = limited(way.uri(), BEAT);
        Node other = limited();
        dying.clientOf("alice");
        dying.clientOf("alice");
        awaitGranted("alice", "2");

        // It says no more that it goes than one does that was killed.
        way.close();
        Client back = other.clientOf("alice");
        eventually("the other gateway alone").until(() -> granted("alice").equals(List.of("1")));

        assertThat(back.answers()).isTrue();
        assertThat(metrics(other)).contains("gateway_closes_total{code=\"user_limit\"} 0\n");
    }

    @Test
    void withoutRedisEachGatewayCountsForItselfAndAfterItAllAreCountedAgain() {
        Node one = limited();
        Node other = limited();
        Client first = one.clientOf("alice");
        awaitGranted("alice", "1");

        redis.kill();
        one.awaitDegraded();
        other.awaitDegraded();
        Client second = one.clientOf("alice");
        Client third = other.clientOf("alice");
        Client fourth = other.clientOf("alice");
        assertThatThrownBy(() -> one.clientOf("alice")).hasCauseInstanceOf(WebSocketHandshakeException.class);
        assertThat(Stream.of(first, second, third, fourth)).allMatch(Client::answers);
        redis.start();
        one.awaitOnline();
        other.awaitOnline();
        // Chance says who is heard of first when it is back, and so whether one or two of them go.
        eventually("all counted, and somebody too many").until(() -> {
            long closed = Stream.of(second, third, fourth)
                    .filter(client -> client.closeCode() == 4004)
                    .count();
            return closed > 0
                    && granted("alice").stream().mapToInt(Integer::parseInt).sum() == 4 - closed;
        });

        assertThat(first.answers()).as("what was granted before").isTrue();
    }

    @Test
    void aRedisThatHasForgottenWhoIsThereIsTold() {
        Node one = limited();
        Node other = limited();
        Client first = one.clientOf("alice");
        Client second = other.clientOf("alice");
        awaitGranted("alice", "1", "1");

        forget();
        awaitGranted("alice", "1", "1");

        assertThat(Stream.of(first, second)).allMatch(Client::answers);
    }

    @Test
    void aLimitThatIsSetLaterIsForThoseWhoComeAndOneThatIsTakenBackForNobody() {
        Node one = limited();
        Node other = limited();
        one.reload(KEY, "0");
        other.reload(KEY, "0");
        eventually("nothing is counted").until(() -> granted("alice").isEmpty());
        Client first = one.clientOf("alice");
        Client second = one.clientOf("alice");
        Client third = other.clientOf("alice");

        one.reload(KEY, "2");
        other.reload(KEY, "2");
        Client bob = one.clientOf("bob");
        awaitGranted("alice", "1", "2");
        Client fourth = other.clientOf("alice");
        eventually("the end of the fourth").until(() -> fourth.closeCode() == 4004);

        assertThat(Stream.of(first, second, third, bob)).allMatch(Client::answers);
    }

    @Test
    void whatIsCountedLastsAsLongAsTheGatewaySpeaksAndNoLonger() {
        Node silent = limited(redis.uri(), Duration.ofMinutes(1));
        silent.clientOf("alice");
        awaitGranted("alice", "1");
        assertThat(millisLeft()).isBetween(1L, 300_000L);
        silent.close();
        eventually("nothing").until(() -> users() == 0);

        limited().clientOf("alice");
        awaitGranted("alice", "1");
        redis.withCommands(commands -> commands.pexpire(commands.keys(USERS).get(0), 1_000));

        eventually("another word").until(() -> millisLeft() > 1_000);
    }

    private long millisLeft() {
        return redis.withCommands(commands ->
                commands.keys(USERS).stream().mapToLong(commands::pttl).sum());
    }

    @Test
    void moreUsersThanOneCallTakesAreAllToldAgain() {
        Node one = limited();
        List<Client> clients = new ArrayList<>();
        for (int n = 0; n < 150; n++) {
            clients.add(one.clientOf("user" + n));
        }
        eventually("all").until(() -> users() == 150);

        forget();
        eventually("all again").until(() -> users() == 150);

        assertThat(clients).allMatch(client -> client.closeCode() == 0);
    }

    private long users() {
        return redis.withCommands(commands ->
                commands.keys(USERS).stream().mapToLong(commands::hlen).sum());
    }

    private void forget() {
        redis.withCommands(commands -> commands.del(commands.keys(USERS).toArray(String[]::new)));
    }
}
