package io.tickgate.core.feed.notice;

import static io.tickgate.core.feed.notice.Notices.ids;
import static io.tickgate.core.feed.notice.Notices.info;
import static io.tickgate.core.feed.notice.Notices.pushed;
import static io.tickgate.core.feed.notice.Notices.text;
import static io.tickgate.core.feed.notice.Notices.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.feed.notice.NotificationCenter.Notified;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.NotificationRead;
import io.tickgate.protocol.message.ServerMessage.NotificationsList;
import io.tickgate.protocol.message.ServerMessage.PublishConfirmed;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.ServerMessage.SubscriptionsConfirmed;
import io.tickgate.protocol.message.ServerMessage.UnsubscriptionConfirmed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationCenterTest {
    private Notices notices = new Notices(new SimulationSettings().loops(3).seed(7, true));

    @AfterEach
    void everythingIsGivenBack() {
        notices.simulation.end();
    }

    private void restart(SimulationSettings settings) {
        notices.simulation.end();
        notices = new Notices(settings);
    }

    private SimulatedClient client(String userId) {
        return notices.simulation.connectAs(userId, 1, FrameKind.JSON);
    }

    private SimulatedClient subscriber(String userId) {
        SimulatedClient client = client(userId);
        client.subscribe("notifications");
        notices.simulation.loops().runAll();
        return client;
    }

    private ErrorMessage refused(SimulatedClient client, ClientMessage command) {
        return notices.ask(client, command, ErrorMessage.class);
    }

    private NotificationRead markRead(SimulatedClient client, String id) {
        return notices.ask(client, new ClientMessage.MarkNotificationRead(client.nextId(), id), NotificationRead.class);
    }

    @Test
    void aSubscriberGetsWhatIsForEverybodyAndItsOwnAndNobodyElses() {
        SimulatedClient anonymous = notices.simulation.connect(0, FrameKind.MSGPACK);
        anonymous.subscribe("notifications");
        SimulatedClient one = subscriber("u1");
        SimulatedClient two = subscriber("u2");

        notices.publish(info("a", ""));
        Notified own = notices.publish(info("b", to("u1")));
        notices.publish(info("c", to("u2")));
        notices.publish(info("d", to("u1")));

        assertThat(own).isEqualTo(new Notified("b", 1, 1, true));
        assertThat(pushed(one)).containsExactlyInAnyOrder("notifications@1 a", "user:u1@1 b", "user:u1@2 d");
        assertThat(pushed(two)).containsExactlyInAnyOrder("notifications@1 a", "user:u2@1 c");
        assertThat(pushed(anonymous)).containsExactly("notifications@1 a");
    }

    @Test
    void theConfirmationCarriesBothPositions() {
        notices.publish(info("a", ""));
        notices.publish(info("b", to("u1")));
        notices.publish(info("c", to("u1")));

        SubscriptionConfirmed confirmed = subscriber("u1").received().last(SubscriptionConfirmed.class);
        SimulatedClient lister = client("u1");
        lister.subscribe("market_data", "notifications");
        notices.simulation.loops().runAll();

        assertThat(confirmed.position().offset()).isEqualTo(1);
        assertThat(confirmed.own())
                .isEqualTo(new ChannelPosition("user:u1", new Position("simulated", 2), null, null, null));
        assertThat(lister.received().last(SubscriptionsConfirmed.class).channels())
                .extracting(line -> line.channel() + "@" + line.position().offset())
                .containsExactly("market_data@0", "notifications@1", "user:u1@2");
    }

    @Test
    void aPositionIsRecoveredWhileTheOwnTopicStartsLive() {
        notices.publish(info("a", ""));
        notices.publish(info("b", ""));
        notices.publish(info("c", to("u1")));
        SimulatedClient client = client("u1");

        client.resume("notifications", new Position("simulated", 1));
        notices.simulation.loops().runAll();
        notices.publish(info("d", to("u1")));

        assertThat(client.received().last(SubscriptionConfirmed.class).recovered())
                .isTrue();
        assertThat(pushed(client)).containsExactly("notifications@2 b", "user:u1@2 d");
    }

    @Test
    void unsubscribingEndsBoth() {
        SimulatedClient client = subscriber("u1");
        client.unsubscribe("notifications");

        notices.publish(info("a", ""));
        notices.publish(info("b", to("u1")));

        assertThat(client.received().all(UnsubscriptionConfirmed.class)).hasSize(1);
        assertThat(pushed(client)).isEmpty();
        assertThat(notices.simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
    }

    @Test
    void subscribingTwiceDeliversOnceAndTheOwnTopicTakesNoPlace() {
        restart(new SimulationSettings().loops(2).subscriptionsMax(2));
        SimulatedClient client = subscriber("u1");

        client.subscribe("notifications");
        client.subscribe("market_data");
        client.subscribe("system_status");
        notices.publish(info("b", to("u1")));

        assertThat(pushed(client)).containsExactly("user:u1@1 b");
        assertThat(client.received().all(SubscriptionConfirmed.class)).hasSize(3);
        assertThat(client.received().last(ErrorMessage.class).code()).isEqualTo(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user:u1", "user:u2"})
    void nobodyNamesTheTopicOfAUser(String channel) {
        SimulatedClient client = subscriber("u1");
        int topics = notices.simulation.engine().directory().size();

        for (ClientMessage command : List.of(
                new ClientMessage.Subscribe(client.nextId(), List.of(channel), false, null, false),
                new ClientMessage.Unsubscribe(client.nextId(), List.of(channel), false),
                new ClientMessage.Publish(client.nextId(), channel, Bodies.json("p"), null, null))) {
            ErrorMessage error = refused(client, command);
            assertThat(error.code()).isEqualTo(ErrorCode.UNKNOWN_CHANNEL);
            assertThat(error.text()).doesNotContain(", user");
        }

        assertThat(notices.simulation.publishAndRun(channel, Bodies.json("p")).code())
                .isEqualTo(ErrorCode.UNKNOWN_CHANNEL);
        assertThat(notices.simulation.engine().directory().size()).isEqualTo(topics);
        assertThat(notices.simulation.engine().directory().familyNames()).doesNotContain("user");
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "MSGPACK"})
    void aListIsNewestFirstOwnAndPublicMergedWithWhatWasRead(FrameKind kind) {
        notices.publish(info("a", ""));
        notices.publish(info("b", to("u1")));
        notices.publish(info("c", to("u2")));
        notices.publish(info("d", ""));
        SimulatedClient client = notices.simulation.connectAs("u1", 2, kind);

        markRead(client, "b");
        NotificationRead read = markRead(client, "d");
        NotificationsList list = notices.list(client, 50);

        assertThat(ids(list.notifications())).containsExactly("d", "b", "a");
        assertThat(list.unread()).isEqualTo(1);
        assertThat(list.more()).isFalse();
        assertThat(read.notificationId()).isEqualTo("d");
        assertThat(text(list.notifications()))
                .contains("\"read\":true,\"read_at\":\"2026", "\"user_id\":\"u1\"", "\"read\":false,\"read_at\":null}");
        assertThat(ids(notices.list(client, 2).notifications())).containsExactly("d", "b");
    }

    @Test
    void whoNamesNoUserSeesWhatIsForEverybodyAndKeepsNoMarks() {
        notices.publish(info("a", ""));
        notices.publish(info("b", to("u1")));
        SimulatedClient client = notices.simulation.connect(0, FrameKind.JSON);

        assertThat(ids(notices.list(client, 50).notifications())).containsExactly("a");
        assertThat(refused(client, new ClientMessage.MarkNotificationRead(client.nextId(), "a"))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void theFirstTimeOfReadingStays() {
        notices.publish(info("a", ""));
        SimulatedClient client = client("u1");

        long first = markRead(client, "a").readAtMillis();
        notices.simulation.clock().advance(Duration.ofMinutes(1));
        long second = markRead(client, "a").readAtMillis();

        assertThat(second).isEqualTo(first);
        assertThat(notices.simulation.counter(Counter.NOTIFICATION_READ_MARKS)).isEqualTo(1);
        assertThat(notices.list(client("u2"), 50).unread()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "theirs"})
    void whatIsUnknownOrAnothersCannotBeRead(String id) {
        notices.publish(info("theirs", to("u2")));

        ErrorMessage error = refused(client("u1"), new ClientMessage.MarkNotificationRead(null, id));

        assertThat(error.code()).isEqualTo(ErrorCode.NOTIFICATION_NOT_FOUND);
        assertThat(error.field()).isEqualTo("notification_id");
    }

    @Test
    void metadataThatSaysTheSameIsTheSame() {
        notices.publish(info("a", ",\"metadata\":{\"x\":1,\"y\":{\"z\":[2.50]}}"));

        assertThat(notices.publish(info("a", ",\"metadata\":{ \"y\":{\"z\":[2.5]}, \"x\":1.0 }"))
                        .isNew())
                .isFalse();
        assertThat(notices.refusal(info("a", ",\"metadata\":{\"x\":1,\"y\":{\"z\":[2]}}"))
                        .code())
                .isEqualTo(ErrorCode.DUPLICATE_ID);
    }

    @Test
    void theSameNotificationAgainIsAcceptedAndNotPublished() {
        SimulatedClient client = subscriber("u1");

        Notified first = notices.publish(info("a", to("u1")));
        Notified again = notices.publish(info("a", to("u1") + ",\"priority\":\"NORMAL\""));

        assertThat(again).isEqualTo(new Notified("a", first.offset(), 0, false));
        assertThat(pushed(client)).containsExactly("user:u1@1 a");
        assertThat(notices.refusal(info("a", "")).code()).isEqualTo(ErrorCode.DUPLICATE_ID);
        assertThat(notices.refusal(info("a", to("u1") + ",\"metadata\":{\"x\":1}"))
                        .code())
                .isEqualTo(ErrorCode.DUPLICATE_ID);
    }

    @Test
    void aRepetitionWaitsForTheOffsetOfTheFirst() {
        List<Notified> answers = new ArrayList<>();

        for (int i = 0; i < 3; i++) {
            notices.simulation
                    .notifications()
                    .notify(info("a", to("somebody")).getBytes(UTF_8))
                    .thenAccept(answers::add);
        }
        notices.simulation.loops().runAll();

        assertThat(answers)
                .containsExactlyInAnyOrder(
                        new Notified("a", 1, 0, true), new Notified("a", 1, 0, false), new Notified("a", 1, 0, false));
    }

    @Test
    void anIdIsMadeWhereThePublisherGaveNone() {
        String json = "{\"type\":\"info\",\"title\":\"t\",\"message\":\"\"}";

        assertThat(notices.publish(json).id()).matches("notif_\\d{13}_1");
        assertThat(notices.publish(json).id()).matches("notif_\\d{13}_2");
    }

    @Test
    void aCommandPublishesAndNamesTheFieldAtFault() {
        SimulatedClient client = subscriber("u1");

        PublishConfirmed confirmed = notices.ask(
                client,
                new ClientMessage.PublishNotification(client.nextId(), Notices.body(info("a", to("u1")))),
                PublishConfirmed.class);
        ErrorMessage error = refused(
                client,
                new ClientMessage.PublishNotification(
                        client.nextId(), Notices.body(info("b", ",\"priority\":\"MAX\""))));

        assertThat(confirmed.channel()).isEqualTo("user:u1");
        assertThat(confirmed.notificationId()).isEqualTo("a");
        assertThat(confirmed.recipientCount()).isEqualTo(1);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(error.field()).isEqualTo("notification.priority");
        assertThat(pushed(client)).containsExactly("user:u1@1 a");
    }

    @Test
    void aCommandThatIsHeldBackKeepsItsNotification() {
        SimulatedClient client = client("u1");

        client.subscribe("notifications");
        client.send(new ClientMessage.PublishNotification(client.nextId(), Notices.body(info("a", ""))));
        notices.simulation.loops().runAll();

        assertThat(client.types()).doesNotContain("error");
        assertThat(pushed(client)).containsExactly("notifications@1 a");
    }

    @Test
    void aClientThatMayNotPublishPublishesNone() {
        SimulatedClient client = notices.simulation.connect(0, FrameKind.JSON, false);

        assertThat(refused(client, new ClientMessage.PublishNotification(null, Notices.body(info("a", ""))))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void whatCannotBeNumberedIsNotKept() {
        restart(new SimulationSettings().loops(2).publicationBytesMax(600));

        assertThat(notices.refusal(info("a", to("u1") + ",\"metadata\":{\"x\":\"" + "x".repeat(500) + "\"}"))
                        .code())
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);

        assertThat(notices.simulation.counter(Counter.NOTIFICATIONS_KEPT)).isZero();
        assertThat(notices.list(client("u1"), 50).unread()).isZero();
        assertThat(notices.publish(info("a", to("u1"))).isNew()).isTrue();
    }
}
