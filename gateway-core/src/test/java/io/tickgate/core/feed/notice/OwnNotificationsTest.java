package io.tickgate.core.feed.notice;

import static io.tickgate.core.feed.notice.Notices.info;
import static io.tickgate.core.feed.notice.Notices.pushed;
import static io.tickgate.core.feed.notice.Notices.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.ReceivedFrames.Closed;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.ServerMessage.SubscriptionsConfirmed;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client that comes back, or begins in the past, gets of its user's own notifications. */
class OwnNotificationsTest {
    private static final String MUTED = "{\"mute_all\":true}";

    private Notices notices =
            new Notices(new SimulationSettings().loops(3).seed(7, true).history(20, 1 << 20));

    private int published;

    @AfterEach
    void everythingIsGivenBack() {
        notices.simulation.end();
    }

    /** {@code count} for everybody, and as many for u1. */
    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            notices.publish(info("p" + published, ""));
            notices.publish(info("o" + published++, to("u1")));
        }
    }

    private SimulatedClient resume(String epoch, long offset, @Nullable Long userOffset, boolean ack) {
        SimulatedClient client = notices.simulation.connectAs("u1", 1, FrameKind.JSON);
        client.resumeNotifications(new Position(epoch, offset), userOffset, ack);
        notices.simulation.loops().runAll();
        return client;
    }

    private SimulatedClient resume(long offset, @Nullable Long userOffset) {
        return resume(Simulation.EPOCH, offset, userOffset, false);
    }

    private SimulatedClient subscribe(SubscribeOptions options, String... channels) {
        SimulatedClient client = notices.simulation.connectAs("u1", 2, FrameKind.MSGPACK);
        client.subscribe(options, channels);
        notices.simulation.loops().runAll();
        return client;
    }

    private static SubscribeOptions rewind(Unit unit, int amount) {
        return SubscribeOptions.NONE.withRewind(new Rewind(unit, amount));
    }

    private static SubscriptionConfirmed confirmation(SimulatedClient client) {
        return client.received().last(SubscriptionConfirmed.class);
    }

    private static ChannelPosition own(SimulatedClient client) {
        return Objects.requireNonNull(confirmation(client).own());
    }

    /** The offsets of the user's own that were pushed. */
    private static List<String> ownPushed(SimulatedClient client) {
        return pushed(client).stream()
                .filter(push -> push.startsWith("user:"))
                .map(push -> push.substring(push.indexOf('@') + 1, push.indexOf(' ')))
                .toList();
    }

    private static List<String> publicPushed(SimulatedClient client) {
        return pushed(client).stream()
                .filter(push -> push.startsWith("notifications"))
                .map(push -> push.substring(push.indexOf('@') + 1, push.indexOf(' ')))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(FrameKind.class)
    void whatWasMissedOfBothComesBetweenTheConfirmationAndLive(FrameKind kind) {
        publish(4);
        SimulatedClient client = notices.simulation.connectAs("u1", 2, kind);

        client.resumeNotifications(new Position(Simulation.EPOCH, 3), 1L, false);
        notices.simulation.loops().runAll();
        publish(1);

        assertThat(client.types().subList(0, 2)).containsExactly("connection_established", "subscription_confirmed");
        assertThat(confirmation(client).recovered()).isTrue();
        assertThat(own(client).recovered()).isTrue();
        assertThat(own(client).reason()).isNull();
        assertThat(own(client).position().offset()).isEqualTo(4);
        assertThat(publicPushed(client)).containsExactly("4", "5");
        assertThat(ownPushed(client)).containsExactly("2", "3", "4", "5");
    }

    @Test
    void whoDoesNotSayHowFarItHadItsOwnIsToldThatNothingIsRecovered() {
        publish(3);

        SimulatedClient client = resume(1, null);
        publish(1);

        assertThat(confirmation(client).recovered()).isTrue();
        assertThat(own(client).recovered()).isFalse();
        assertThat(own(client).reason()).isEqualTo("no_position");
        assertThat(own(client).position().offset()).isEqualTo(3);
        assertThat(publicPushed(client)).containsExactly("2", "3", "4");
        assertThat(ownPushed(client)).containsExactly("4");
    }

    @Test
    void nothingWasMissedOfAChannelThatNeverHadAnything() {
        notices.publish(info("a", ""));

        SimulatedClient client = resume(0, null);

        assertThat(own(client).recovered()).isTrue();
        assertThat(own(client).position().offset()).isZero();
    }

    @Test
    void aPositionOfAnotherRunIsOneInBoth() {
        publish(2);

        SimulatedClient client = resume("another", 90, 80L, false);

        assertThat(confirmation(client).reason()).isEqualTo("epoch_changed");
        assertThat(own(client).recovered()).isFalse();
        assertThat(own(client).reason()).isEqualTo("epoch_changed");
        assertThat(pushed(client)).isEmpty();
    }

    @Test
    void eachOfTheTwoMayBeLostByItself() {
        publish(3);
        for (int i = 0; i < 20; i++) {
            notices.publish(info("x" + i, to("u1")));
        }

        SimulatedClient client = resume(1, 1L);

        assertThat(confirmation(client).recovered()).isTrue();
        assertThat(own(client).recovered()).isFalse();
        assertThat(own(client).reason()).isEqualTo("too_far");
        assertThat(publicPushed(client)).containsExactly("2", "3");
        assertThat(ownPushed(client)).isEmpty();
    }

    @Test
    void whatIsTooOldHasExpired() {
        publish(2);
        notices.simulation.clock().advance(Duration.ofMinutes(6));

        assertThat(own(resume(2, 1L)).reason()).isEqualTo("expired");
    }

    @Test
    void whoGetsBothAlreadyGetsNothingTwice() {
        SimulatedClient client = subscribe(SubscribeOptions.NONE, "notifications");
        publish(2);

        client.resumeNotifications(new Position(Simulation.EPOCH, 0), 0L, false);
        notices.simulation.loops().runAll();
        publish(1);

        assertThat(own(client).reason()).isEqualTo("already_subscribed");
        assertThat(publicPushed(client)).containsExactly("1", "2", "3");
        assertThat(ownPushed(client)).containsExactly("1", "2", "3");
    }

    @Test
    void aPositionThatIsNotReachedYetIsRefusedByItsName() {
        publish(2);

        SimulatedClient client = resume(2, 3L);

        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_POSITION);
        assertThat(error.field()).isEqualTo("since.user_offset");
        assertThat(error.channel()).isEqualTo("notifications");
        assertThat(notices.simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
        assertThat(resume(3, 2L).received().last(ErrorMessage.class).field()).isEqualTo("since.offset");
    }

    @Test
    void aConnectionWithoutAUserHasNoSuchPosition() {
        SimulatedClient client = notices.simulation.connect(0, FrameKind.JSON);

        client.resumeNotifications(new Position(Simulation.EPOCH, 0), 0L, false);
        notices.simulation.loops().runAll();

        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_FIELD);
        assertThat(error.field()).isEqualTo("since.user_offset");
        assertThat(notices.simulation.counter(Counter.SUBSCRIPTIONS)).isZero();
    }

    @Test
    void theLastOfEachComeFirst() {
        publish(5);
        notices.publish(info("more", to("u1")));

        SimulatedClient client = subscribe(rewind(Unit.LAST, 2), "notifications");
        publish(1);

        assertThat(publicPushed(client)).containsExactly("4", "5", "6");
        assertThat(ownPushed(client)).containsExactly("5", "6", "7");
        assertThat(confirmation(client).granted())
                .isEqualTo(rewind(Unit.LAST, 2).withGapless(false));
        assertThat(own(client).granted()).isEqualTo(rewind(Unit.LAST, 2).withGapless(false));
        assertThat(own(client).recovered()).isNull();
    }

    @Test
    void secondsGoBackInBothAndEachSaysHowFar() {
        notices.publish(info("old", to("u1")));
        notices.simulation.pass(Duration.ofSeconds(20));
        publish(2);

        SimulatedClient client = subscribe(rewind(Unit.SECONDS, 10), "notifications");

        assertThat(publicPushed(client)).containsExactly("1", "2");
        assertThat(ownPushed(client)).containsExactly("2", "3");
        assertThat(own(client).granted()).isEqualTo(rewind(Unit.SECONDS, 10).withGapless(false));
    }

    @Test
    void inAListTheOwnChannelHasALineOfItsOwnAndAShareOfItsOwn() {
        notices.simulation.end();
        notices = new Notices(
                new SimulationSettings().loops(3).history(20, 1 << 20).beginnings(10, 1 << 20, 6));
        publish(5);

        SimulatedClient client = subscribe(rewind(Unit.LAST, 5), "market_data:A", "notifications");

        assertThat(client.received().last(SubscriptionsConfirmed.class).channels())
                .extracting(line -> line.channel() + "@" + line.position().offset() + " "
                        + Objects.requireNonNull(line.granted()).rewind())
                .containsExactly(
                        "market_data:A@0 " + new Rewind(Unit.LAST, 0),
                        "notifications@5 " + new Rewind(Unit.LAST, 2),
                        "user:u1@5 " + new Rewind(Unit.LAST, 2));
        assertThat(publicPushed(client)).containsExactly("4", "5");
        assertThat(ownPushed(client)).containsExactly("4", "5");
    }

    @Test
    void ownOnesAreAcknowledgedAsWellLiveOrRecovered() {
        publish(2);
        SimulatedClient client = resume(Simulation.EPOCH, 2, 1L, true);
        publish(1);
        client.acknowledge("notifications", 3);
        client.acknowledge("user:u1", 2);
        notices.simulation.loops().runAll();
        assertThat(client.types()).doesNotContain("error");

        notices.simulation.pass(Duration.ofSeconds(6));
        assertThat(publicPushed(client)).containsExactly("3");
        assertThat(ownPushed(client)).containsExactly("2", "3", "3");

        client.acknowledge("user:u1", 3);
        notices.simulation.pass(Duration.ofSeconds(30));
        assertThat(ownPushed(client)).containsExactly("2", "3", "3");
        assertThat(client.received().all(Closed.class)).isEmpty();
    }

    @Test
    void whoNeverAcknowledgesItsOwnIsClosed() {
        SimulatedClient client = resume(Simulation.EPOCH, 0, 0L, true);
        notices.publish(info("a", to("u1")));

        notices.simulation.pass(Duration.ofSeconds(25));

        assertThat(ownPushed(client)).containsExactly("1", "1", "1", "1");
        assertThat(client.received().last(Closed.class).status()).isEqualTo(4002);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void whatIsRecoveredIsWhatWouldHaveBeenPushedWhenItWasPublished(boolean mutedThen, boolean mutedNow) {
        notices.prefer("u2", MUTED);
        notices.prefer("u1", mutedThen ? MUTED : "{}");
        publish(2);
        notices.prefer("u1", mutedNow ? MUTED : "{}");

        SimulatedClient client = resume(0, 0L);
        publish(1);

        assertThat(own(client).recovered()).isTrue();
        List<String> expected = mutedThen ? List.of("3") : List.of("1", "2");
        assertThat(publicPushed(client)).isEqualTo(expected);
        assertThat(ownPushed(client)).isEqualTo(expected);
        assertThat(notices.simulation.counter(Counter.NOTIFICATIONS_KEPT)).isEqualTo(6);
    }

    @Test
    void quietHoursAreThoseOfThePublication() {
        long hour = notices.simulation.clock().millis() / 3_600_000 % 24;
        notices.prefer("u1", "{\"quiet_hours_start\":" + hour + ",\"quiet_hours_end\":" + (hour + 1) % 24 + "}");
        publish(1);
        notices.publish(info("high", to("u1") + ",\"priority\":\"HIGH\""));
        notices.prefer("u1", "{}");

        SimulatedClient client = resume(0, 0L);

        assertThat(publicPushed(client)).isEmpty();
        assertThat(ownPushed(client)).containsExactly("2");
    }

    @Test
    void theSameChoiceOnceMoreIsNoOther() {
        notices.prefer("u2", MUTED);
        notices.publish(info("first", ""));
        for (int i = 0; i <= Preferences.CHOICES_MAX; i++) {
            notices.prefer("u1", MUTED);
        }

        assertThat(publicPushed(resume(0, 0L))).as("before the only choice").containsExactly("1");
    }

    @Test
    void ofManyChoicesTheOldestThatIsKeptStandsForThoseBefore() {
        notices.prefer("u2", MUTED);
        notices.publish(info("first", ""));
        for (int i = 0; i < Preferences.CHOICES_MAX; i++) {
            notices.prefer("u1", i % 2 == 1 ? MUTED : "{\"types\":{\"error\":false}}");
        }
        assertThat(publicPushed(resume(0, 0L))).as("the first choice is kept").containsExactly("1");

        notices.prefer("u1", "{}");

        SimulatedClient client = resume(0, 0L);
        assertThat(publicPushed(client)).as("judged by the oldest, which mutes").isEmpty();
    }
}
