package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.PublishConfirmed;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.ServerMessage.SubscriptionsConfirmed;
import io.tickgate.protocol.message.WireFormat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private static final CommandId ID = new CommandId.Text("mine");

    private final Simulation simulation = new Simulation(new SimulationSettings()
            .subscriptionsMax(3)
            .topics(4, Duration.ofMinutes(10))
            .publicationBytesMax(1000));
    private final SimulatedClient client = simulation.connect(0, FrameKind.JSON);

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    private void send(ClientMessage command) {
        client.send(command);
        simulation.loops().runAll();
    }

    private <T extends ServerMessage> T answer(ClientMessage command, Class<T> type) {
        send(command);
        return client.received().last(type);
    }

    private static ClientMessage subscribe(String channel) {
        return new ClientMessage.Subscribe(ID, List.of(channel), false, null, false);
    }

    private static ClientMessage subscribeAll(String... channels) {
        return new ClientMessage.Subscribe(ID, List.of(channels), true, null, false);
    }

    private static ClientMessage publish(String channel, int chars) {
        return new ClientMessage.Publish(ID, channel, Bodies.of(WireFormat.JSON, "p", chars), null, null);
    }

    private void assertRefused(
            ClientMessage command, ErrorCode code, @Nullable String field, @Nullable String channel) {
        long before = simulation.counter(Counter.ERRORS);

        ErrorMessage error = answer(command, ErrorMessage.class);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.field()).isEqualTo(field);
        assertThat(error.channel()).isEqualTo(channel);
        assertThat(error.id()).isEqualTo(ID);
        assertThat(error.command()).isEqualTo(command.type());
        assertThat(simulation.counter(Counter.ERRORS)).isEqualTo(before + 1);
    }

    @Test
    void unknownNamesAreRefusedWithTheFieldThatHeldThem() {
        assertRefused(subscribe("nope:x"), ErrorCode.UNKNOWN_CHANNEL, "channel", "nope:x");
        assertRefused(subscribeAll("market_data", "nope"), ErrorCode.UNKNOWN_CHANNEL, "channels[1]", "nope");
        assertRefused(publish("nope", 1), ErrorCode.UNKNOWN_CHANNEL, "channel", "nope");
        assertRefused(
                new ClientMessage.Unsubscribe(ID, List.of("market_data", "a b"), true),
                ErrorCode.INVALID_FIELD,
                "channels[1]",
                "a b");
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
    }

    @Test
    void aNameThatCannotBeIsAnInvalidField() {
        assertRefused(subscribe("market_data:"), ErrorCode.INVALID_FIELD, "channel", "market_data:");
        assertRefused(
                new ClientMessage.SubscribeChart(ID, "a b", 0), ErrorCode.INVALID_FIELD, "symbol", "chart_updates:a b");
    }

    @Test
    void aCommandWithoutAModuleIsAnswered() {
        assertRefused(new ClientMessage.Authenticate(ID, "secret"), ErrorCode.UNAVAILABLE, null, null);
    }

    @Test
    void subscriptionsHaveALimitThatNamesItsKey() {
        send(subscribeAll("market_data", "notifications"));

        assertRefused(
                subscribeAll("market_data", "chart_updates", "system_status"),
                ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                "channels",
                null);
        assertThat(client.received().last(ErrorMessage.class).text()).contains("limits.max-subscriptions");
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isEqualTo(2);

        send(subscribeAll("market_data", "chart_updates", "chart_updates"));
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isEqualTo(3);
    }

    @Test
    void topicsHaveALimitThatNamesItsKey() {
        send(subscribeAll("market_data:A", "market_data:B", "market_data:C"));
        send(publish("market_data:D", 1));

        assertRefused(publish("market_data:E", 1), ErrorCode.UNAVAILABLE, null, "market_data:E");
        assertThat(client.received().last(ErrorMessage.class).text()).contains("limits.max-topics");
    }

    @Test
    void aPublicationHasALimitThatNamesItsKey() {
        assertRefused(publish("market_data", 1000), ErrorCode.MESSAGE_TOO_LARGE, null, "market_data");

        assertThat(client.received().last(ErrorMessage.class).text()).contains("limits.max-publication-bytes");
    }

    @Test
    void whoMayNotPublishIsForbiddenTo() {
        SimulatedClient reader = simulation.connect(0, FrameKind.JSON, false);

        reader.send(publish("market_data", 1));
        simulation.loops().runAll();

        ErrorMessage error = reader.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(error.id()).isEqualTo(ID);
        assertThat(error.command()).isEqualTo("publish");
    }

    @Test
    void aPingIsAnswered() {
        assertThat(answer(new ClientMessage.Ping(ID), ServerMessage.Pong.class).id())
                .isEqualTo(ID);
    }

    @Test
    void aPublicationIsConfirmedWithItsOffsetAndRecipients() {
        send(subscribe("market_data"));

        PublishConfirmed first = answer(publish("market_data:A", 1), PublishConfirmed.class);
        PublishConfirmed second = answer(publish("market_data:A", 1), PublishConfirmed.class);

        assertThat(first.offset()).isEqualTo(1);
        assertThat(first.recipientCount()).isEqualTo(1);
        assertThat(second.offset()).isEqualTo(2);
        assertThat(second.channel()).isEqualTo("market_data:A");
    }

    @Test
    void aSubscriptionIsConfirmedWithThePositionWhereItStarts() {
        send(publish("market_data", 1));

        SubscriptionConfirmed confirmed = answer(subscribe("market_data"), SubscriptionConfirmed.class);

        assertThat(confirmed.position()).isEqualTo(new Position(Simulation.EPOCH, 1));
        assertThat(confirmed.recovered()).isNull();
    }

    @Test
    void aListIsConfirmedOnceInItsOrderEachNameOnce() {
        SubscriptionsConfirmed confirmed =
                answer(subscribeAll("notifications", "market_data:A", "notifications"), SubscriptionsConfirmed.class);

        assertThat(confirmed.channels())
                .extracting(ChannelPosition::channel)
                .containsExactly("notifications", "market_data:A");
    }

    @Test
    void aChartIsSubscribedAndLeftByItsSymbol() {
        SubscriptionConfirmed confirmed =
                answer(new ClientMessage.SubscribeChart(ID, "0700.HK", 0), SubscriptionConfirmed.class);
        assertThat(confirmed.channel()).isEqualTo("chart_updates:0700.HK");
        assertThat(confirmed.symbol()).isEqualTo("0700.HK");

        ServerMessage.UnsubscriptionConfirmed left =
                answer(new ClientMessage.UnsubscribeChart(ID, "0700.HK"), ServerMessage.UnsubscriptionConfirmed.class);
        assertThat(left.symbol()).isEqualTo("0700.HK");
        assertThat(simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
    }

    @Test
    void unsubscribingWhatWasNotSubscribedMakesNoTopic() {
        send(new ClientMessage.Unsubscribe(ID, List.of("market_data:never"), false));

        assertThat(client.types()).endsWith("unsubscription_confirmed");
        assertThat(simulation.engine().directory().size()).isZero();
    }

    @Test
    void whoIsExcludedDoesNotGetItAndIsNotCounted() {
        SimulatedClient other = simulation.connect(0, FrameKind.JSON);
        client.subscribe("market_data");
        other.subscribe("market_data");
        simulation.loops().runAll();

        Reply reply = new Reply();
        PublishOptions options =
                new PublishOptions(null, null, client.session().id().toString());
        simulation.publishAndRun("market_data", Bodies.json("before"));
        simulation.publish(0, "market_data", Bodies.json("excluding"), options, reply);
        simulation.publishAndRun("market_data", Bodies.json("after"));

        assertThat(reply.recipientCount()).isEqualTo(1);
        assertThat(client.types()).endsWith("before", "after").doesNotContain("excluding");
        assertThat(other.types()).endsWith("before", "excluding", "after");
    }

    @Test
    void anExclusionOfNobodyExcludesNobody() {
        client.subscribe("market_data");
        Reply reply = new Reply();

        simulation.publish(0, "market_data", Bodies.json("p"), new PublishOptions(null, null, "no such id"), reply);
        simulation.loops().runAll();

        assertThat(reply.recipientCount()).isEqualTo(1);
        assertThat(client.types()).endsWith("p");
    }
}
