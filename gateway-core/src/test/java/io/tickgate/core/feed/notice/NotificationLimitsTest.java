package io.tickgate.core.feed.notice;

import static io.tickgate.core.feed.notice.Notices.ids;
import static io.tickgate.core.feed.notice.Notices.info;
import static io.tickgate.core.feed.notice.Notices.pushed;
import static io.tickgate.core.feed.notice.Notices.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.session.SessionProbe;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.NotificationRead;
import io.tickgate.protocol.message.ServerMessage.NotificationsList;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationLimitsTest {
    private Notices notices = new Notices(new SimulationSettings().loops(2).notifications(5, 1 << 20, 3, 2));

    @AfterEach
    void everythingIsGivenBack() {
        notices.simulation.end();
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

    private void markRead(SimulatedClient client, String id) {
        notices.ask(client, new ClientMessage.MarkNotificationRead(client.nextId(), id), NotificationRead.class);
    }

    @Test
    void theOldestGoFirstAndTheirMarksWithThem() {
        SimulatedClient client = client("u1");
        notices.publish(info("0", ""));
        notices.publish(info("1", to("u1")));
        markRead(client, "0");
        markRead(client, "1");

        IntStream.range(2, 7).forEach(i -> notices.publish(info("" + i, "")));
        NotificationsList list = notices.list(client, 50);

        assertThat(ids(list.notifications())).containsExactly("6", "5", "4", "3", "2");
        assertThat(list.unread()).isEqualTo(5);
        assertThat(notices.simulation.counter(Counter.NOTIFICATIONS_KEPT)).isEqualTo(5);
        assertThat(notices.simulation.counter(Counter.NOTIFICATION_READ_MARKS)).isZero();
    }

    @Test
    void bytesAreBoundedToo() {
        notices.simulation.end();
        notices = new Notices(new SimulationSettings().loops(2).notifications(1000, 20_000, 3, 2));

        IntStream.range(0, 100)
                .forEach(i -> notices.publish(info("" + i, ",\"metadata\":{\"x\":\"" + "x".repeat(4000) + "\"}")));

        assertThat(notices.simulation.counter(Counter.NOTIFICATION_BYTES)).isBetween(15_000L, 20_000L);
        assertThat(ids(notices.list(client("u1"), 50).notifications())).containsExactly("99", "98", "97", "96");
    }

    @Test
    void whatIsOlderThanADayIsDroppedByTheClock() {
        notices.publish(info("a", to("u1")));
        notices.simulation.clock().advance(Duration.ofHours(23));
        notices.publish(info("b", ""));
        notices.simulation.clock().advance(Duration.ofHours(1));

        notices.simulation.tick();
        notices.simulation.loops().runAll();

        assertThat(notices.simulation.counter(Counter.NOTIFICATIONS_KEPT)).isEqualTo(1);
        assertThat(ids(notices.list(client("u1"), 50).notifications())).containsExactly("b");
        assertThat(notices.publish(info("a", "")).isNew()).isTrue();
    }

    @Test
    void readMarksHaveALimitThatNamesItsKey() {
        IntStream.range(0, 4).forEach(i -> notices.publish(info("" + i, "")));
        notices.publish(info("own", to("u1")));
        SimulatedClient client = client("u1");
        IntStream.range(0, 3).forEach(i -> markRead(client, "" + i));

        ErrorMessage error =
                notices.ask(client, new ClientMessage.MarkNotificationRead(client.nextId(), "3"), ErrorMessage.class);
        markRead(client, "own");

        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error.text()).contains("notifications.max-read-marks");
        assertThat(notices.list(client, 50).unread()).isEqualTo(1);
    }

    @Test
    void aListIsCutWhereItWouldNotFitAMessage() {
        notices.simulation.end();
        notices = new Notices(new SimulationSettings().loops(2).notifications(1000, 64 << 20, 3, 2));
        String metadata = ",\"metadata\":{\"x\":\"" + "x".repeat(16_000) + "\"}";
        IntStream.range(0, 40).forEach(i -> notices.publish(info("" + i, metadata)));

        NotificationsList list = notices.list(client("u1"), 500);

        assertThat(list.more()).isTrue();
        assertThat(list.unread()).isEqualTo(40);
        assertThat(list.notifications().length()).isBetween(490_000, 512 << 10);
        assertThat(ids(list.notifications())).hasSizeBetween(30, 32).startsWith("39", "38");
    }

    @Test
    void aClientHasOneListInMemoryHoweverManyItAsksFor() {
        notices.publish(info("a", ""));
        int home = notices.simulation
                .engine()
                .directory()
                .homeOf(NotificationCenter.CHANNEL)
                .index();
        SimulatedClient client = notices.simulation.connectAs("u1", 1 - home, FrameKind.JSON);
        int pendingMax = 0;

        for (int i = 0; i < 20; i++) {
            client.send(new ClientMessage.GetNotifications(client.nextId(), 1));
            client.ping();
        }
        while (notices.simulation.loops().runOne()) {
            pendingMax = Math.max(pendingMax, SessionProbe.pendingAnswers(client.session()));
        }

        assertThat(pendingMax).isEqualTo(1);
        assertThat(client.types().subList(1, 41))
                .isEqualTo(IntStream.range(0, 20)
                        .boxed()
                        .flatMap(i -> List.of("notifications_list", "pong").stream())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"mute_all\":true}; URGENT; true",
                "{\"types\":{\"info\":false}}; URGENT; true",
                "{\"types\":{\"info\":true,\"error\":false}}; LOW; false",
                "{\"quiet_hours_start\":8,\"quiet_hours_end\":9}; NORMAL; true",
                "{\"quiet_hours_start\":8,\"quiet_hours_end\":9}; HIGH; false",
                "{\"quiet_hours_start\":8,\"quiet_hours_end\":9}; URGENT; false",
                "{\"quiet_hours_start\":9,\"quiet_hours_end\":8}; NORMAL; false",
                "{\"quiet_hours_start\":16,\"quiet_hours_end\":17,\"time_zone\":\"Asia/Hong_Kong\"}; LOW; true",
                "{\"quiet_hours_start\":8,\"quiet_hours_end\":9,\"time_zone\":\"Asia/Hong_Kong\"}; LOW; false",
                "{}; LOW; false"
            })
    void whatIsMutedIsKeptAndNotPushedBeItPublicOrOwn(String preferences, String priority, boolean muted) {
        // The simulation starts at 12:00:01 UTC; so this is 08:00:01 of the next day.
        notices.simulation.clock().advance(Duration.ofHours(20));
        SimulatedClient one = subscriber("u1");
        SimulatedClient other = subscriber("u2");
        SimulatedClient anonymous = notices.simulation.connect(0, FrameKind.MSGPACK);
        anonymous.subscribe("notifications");
        assertThat(notices.prefer("u1", preferences)).isNull();
        String more = ",\"priority\":\"" + priority + "\"";

        notices.publish(info("a", more));
        long recipients = notices.publish(info("b", more + to("u1"))).recipientCount();

        assertThat(pushed(one)).hasSize(muted ? 0 : 2);
        assertThat(recipients).isEqualTo(muted ? 0 : 1);
        assertThat(pushed(other)).containsExactly("notifications@1 a");
        assertThat(pushed(anonymous)).containsExactly("notifications@1 a");
        assertThat(ids(notices.list(one, 50).notifications())).containsExactly("b", "a");
    }

    @Test
    void whatWasMutedDoesNotComeByRecoveryEither() {
        notices.prefer("u1", "{\"types\":{\"info\":false}}");
        notices.publish(info("a", ""));
        notices.publish(info("b", "").replace("info", "error"));
        SimulatedClient one = client("u1");
        SimulatedClient other = client("u2");

        one.resume("notifications", new Position("simulated", 0));
        other.resume("notifications", new Position("simulated", 0));
        notices.simulation.loops().runAll();

        assertThat(pushed(one)).containsExactly("notifications@2 b");
        assertThat(pushed(other)).containsExactly("notifications@1 a", "notifications@2 b");
    }

    @Test
    void preferencesAreInForceUntilTheyAreReplaced() {
        SimulatedClient client = subscriber("u1");
        notices.prefer("u1", "{\"mute_all\":true}");
        notices.publish(info("a", ""));
        notices.prefer("u1", "{}");
        notices.publish(info("b", ""));

        assertThat(pushed(client)).containsExactly("notifications@2 b");
        assertThat(notices.simulation.counter(Counter.NOTIFICATION_USERS)).isZero();
    }

    @Test
    void preferencesHaveALimitOfUsersThatNamesItsKey() {
        assertThat(notices.prefer("u1", "{\"mute_all\":true}")).isNull();
        assertThat(notices.prefer("u2", "{\"mute_all\":true}")).isNull();

        assertThat(notices.prefer("u3", "{\"mute_all\":true}")).hasMessageContaining("notifications.max-users");
        assertThat(notices.prefer("u3", "{}")).isNull();
        assertThat(notices.prefer("u1", "{\"types\":{\"info\":false}}")).isNull();
        assertThat(notices.simulation.notifications().preferences("u1").muteAll())
                .isFalse();
        assertThat(notices.prefer("u1", "{\"quiet_hours_start\":5}")).hasMessageContaining("\"quiet_hours_end\"");
        assertThat(notices.simulation.notifications().preferences("u1").types()).containsEntry("info", false);
    }
}
