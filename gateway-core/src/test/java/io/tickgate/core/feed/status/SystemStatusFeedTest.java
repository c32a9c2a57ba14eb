package io.tickgate.core.feed.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.broadcast.Publisher.Published;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.UpdateMessage.SystemStatusUpdate;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SystemStatusFeedTest {
    private Simulation simulation = new Simulation(new SimulationSettings().loops(2));

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    private SimulatedClient subscribed(FrameKind kind, String... channels) {
        SimulatedClient client = simulation.connect(0, kind);
        client.subscribe(channels);
        simulation.loops().runAll();
        return client;
    }

    private static List<SystemStatusUpdate> updates(SimulatedClient client) {
        return client.received().all(SystemStatusUpdate.class);
    }

    private static String text(MessageBody body) {
        return new String(body.bytes(), body.offset(), body.length(), StandardCharsets.UTF_8);
    }

    private static String last(SimulatedClient client) {
        return text(client.received().last(SystemStatusUpdate.class).status());
    }

    private static MessageBody json(String members) {
        byte[] bytes = ("{" + members + "}").getBytes(StandardCharsets.UTF_8);
        try {
            return new MessageReader(WireLimits.DEFAULT).readBody(WireFormat.JSON, bytes, 0, bytes.length);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private void publish(SimulatedClient client, String members) {
        client.send(new ClientMessage.PublishSystemStatus(client.nextId(), json(members)));
        simulation.loops().runAll();
    }

    private CompletableFuture<Published> handIn(String document) {
        CompletableFuture<Published> future = simulation
                .systemStatus()
                .publish(document.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture();
        simulation.loops().runAll();
        return future;
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void whoSubscribesGetsTheStatusAtOnceWithoutAnOffsetAndThenEveryFiveSeconds(FrameKind kind) {
        SimulatedClient client = subscribed(kind, "system_status");

        assertThat(client.types())
                .containsExactly("connection_established", "subscription_confirmed", "system_status_update");
        assertThat(updates(client).get(0).delivery()).isNull();
        simulation.pass(Duration.ofSeconds(15));

        assertThat(updates(client)).hasSize(4);
        assertThat(updates(client).get(3).delivery())
                .isEqualTo(new UpdateMessage.Delivery(
                        "system_status", 3, simulation.clock().epochMicros()));
    }

    @Test
    void theFiguresAreTheGatewaysOwn() {
        for (String task : List.of("a", "b", "c")) {
            simulation.progress().update(task, "{\"status\":\"running\"}".getBytes(StandardCharsets.UTF_8));
        }
        simulation.progress().update("d", "{\"status\":\"pending\"}".getBytes(StandardCharsets.UTF_8));
        simulation.connect(1, FrameKind.JSON);
        SimulatedClient client = subscribed(FrameKind.JSON, "system_status");
        simulation.load().cpuPercent(40.25);
        simulation.pass(Duration.ofSeconds(5));

        assertThat(last(client))
                .isEqualTo("\"active_connections\":2,\"cpu_usage\":40.25,\"memory_usage\":96.5,\"active_backtests\":3");
    }

    @Test
    void whileNobodyIsSubscribedNothingIsPublished() {
        SimulatedClient client = subscribed(FrameKind.JSON, "system_status");
        client.unsubscribe("system_status");
        simulation.pass(Duration.ofSeconds(30));

        assertThat(simulation.counter(Counter.PUBLISHED)).isZero();
    }

    @Test
    void inAListItComesBehindTheConfirmationToo() {
        SimulatedClient client = subscribed(FrameKind.MSGPACK, "notifications", "system_status", "market_data:A");

        assertThat(client.types())
                .containsExactly("connection_established", "subscription_confirmed", "system_status_update");
    }

    @Test
    void theFirstStatusHasTheLoadSinceTheStartAlready() {
        assertThat(last(subscribed(FrameKind.JSON, "system_status"))).contains("\"cpu_usage\":12.5,");
    }

    @Test
    void aSnapshotIsTheUpdateAndAPageOnlyWhereThereAreMembers() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().loops(2).stateFamily("system_status"));
        SubscribeOptions snapshot = SubscribeOptions.NONE.withSnapshot(true);
        SimulatedClient first = simulation.connect(0, FrameKind.JSON);
        first.subscribe(snapshot, "system_status");
        simulation.loops().runAll();
        simulation.publishAndRun("system_status:eu", Bodies.json("member"));
        SimulatedClient second = simulation.connect(0, FrameKind.JSON);
        second.subscribe(snapshot, "system_status");
        simulation.loops().runAll();

        assertThat(first.types())
                .containsExactly("connection_established", "subscription_confirmed", "system_status_update", "member");
        assertThat(second.types()).contains("system_status_update", "snapshot");
    }

    @Test
    void whatIsHandedInStandsForTheGatewaysOwnForAMinuteAndIsPublishedAtOnce() {
        SimulatedClient client = subscribed(FrameKind.JSON, "system_status");

        publish(client, "\"cpu_usage\":45.50,\"active_connections\":99,\"queue\":{\"depth\":[1,2]}");

        assertThat(client.received().last(ServerMessage.PublishConfirmed.class).offset())
                .isEqualTo(1);
        assertThat(client.received().last(ServerMessage.PublishConfirmed.class).recipientCount())
                .isEqualTo(1);
        String handedIn = "\"active_connections\":1,\"memory_usage\":96.5,\"active_backtests\":0,"
                + "\"cpu_usage\":45.50,\"queue\":{\"depth\":[1,2]}";
        assertThat(last(client)).isEqualTo(handedIn);
        simulation.pass(Duration.ofSeconds(55));
        assertThat(last(client)).isEqualTo(handedIn);
        simulation.pass(Duration.ofSeconds(5));
        assertThat(last(client))
                .isEqualTo("\"active_connections\":1,\"cpu_usage\":12.5,\"memory_usage\":96.5,\"active_backtests\":0");
    }

    @Test
    void itIsTakenAsItWasWrittenAlsoWhenItHasToWaitForAnEarlierCommand() {
        SimulatedClient client = subscribed(FrameKind.JSON, "system_status");
        String elsewhere = IntStream.range(0, 100)
                .mapToObj(i -> "market_data:" + i)
                .filter(name -> simulation.engine().directory().homeOf(name).index() != client.loopIndex())
                .findFirst()
                .orElseThrow();

        client.subscribe(elsewhere);
        publish(client, "\"cpu_usage\":33");

        assertThat(last(client)).contains("\"cpu_usage\":33");
    }

    @Test
    void theNextOneReplacesTheLast() {
        SimulatedClient client = subscribed(FrameKind.JSON, "system_status");
        publish(client, "\"cpu_usage\":1");

        publish(client, "\"active_backtests\":7");

        assertThat(last(client))
                .isEqualTo("\"active_connections\":1,\"cpu_usage\":12.5,\"memory_usage\":96.5,\"active_backtests\":7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cpu_usage\":101 | status.cpu_usage",
                "\"cpu_usage\":-0.1 | status.cpu_usage",
                "\"cpu_usage\":\"1\" | status.cpu_usage",
                "\"memory_usage\":true | status.memory_usage",
                "\"memory_usage\":-1 | status.memory_usage",
                "\"active_backtests\":1.5 | status.active_backtests",
                "\"active_backtests\":2147483648 | status.active_backtests",
                "\"active_connections\":[] | status.active_connections",
                "\"cpu_usage\":5,\"active_connections\":-1 | status.active_connections"
            })
    void aFieldThatIsNotAsItMustBeIsNamedAndNothingIsTaken(String members, String field) {
        SimulatedClient client = subscribed(FrameKind.JSON, "system_status");

        publish(client, members);

        ServerMessage.ErrorMessage error = client.received().last(ServerMessage.ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(error.field()).isEqualTo(field);
        simulation.pass(Duration.ofSeconds(5));
        assertThat(last(client)).contains("\"cpu_usage\":12.5", "\"active_backtests\":0");
    }

    @Test
    void anEmptyStatusIsNone() {
        SimulatedClient client = subscribed(FrameKind.JSON, "system_status");

        publish(client, "");

        ServerMessage.ErrorMessage error = client.received().last(ServerMessage.ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.MISSING_FIELD);
        assertThat(error.field()).isEqualTo("status");
    }

    @Test
    void whoMayNotPublishMayNotPublishThis() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON, false);

        publish(client, "\"cpu_usage\":1");

        assertThat(client.received().last(ServerMessage.ErrorMessage.class).code())
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void theProcessItselfHandsInADocument() {
        SimulatedClient client = subscribed(FrameKind.JSON, "system_status");

        CompletableFuture<Published> done = handIn("{\"status\":{\"cpu_usage\":7}}");

        assertThat(done).isCompletedWithValue(new Published(1, 1));
        assertThat(last(client)).contains("\"cpu_usage\":7");
        assertThat(handIn("{\"cpu_usage\":8}")).isCompletedWithValue(new Published(2, 1));
        assertThat(handIn("{\"cpu_usage\":800}"))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(PublishException.class)
                .withMessageContaining("cpu_usage");
        assertThat(handIn("{oops")).isCompletedExceptionally();
    }

    @Test
    void whatIsTooLargeIsRefusedAndWhatStoodBeforeStands() {
        simulation.end();
        simulation = new Simulation(new SimulationSettings().publicationBytesMax(1000));
        SimulatedClient client = subscribed(FrameKind.JSON, "system_status");
        publish(client, "\"cpu_usage\":77");

        publish(client, "\"note\":\"" + "x".repeat(2000) + "\"");
        simulation.pass(Duration.ofSeconds(5));

        assertThat(client.received().last(ServerMessage.ErrorMessage.class).code())
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(last(client)).contains("\"cpu_usage\":77").doesNotContain("note");
    }

    @Test
    void theProcessTellsItsRealLoad() {
        ProcFiles load = new ProcFiles(simulation.clock());
        simulation.clock().advance(Duration.ofSeconds(5));

        assertThat(load.cpuPercent()).isBetween(0.0, 100.0);
        assertThat(load.memoryMebibytes()).isBetween(20.0, 10_000.0);
    }
}
