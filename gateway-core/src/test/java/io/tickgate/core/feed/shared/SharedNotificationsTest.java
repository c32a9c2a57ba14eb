package io.tickgate.core.feed.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.feed.notice.NotificationCenter.Notified;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.UpdateMessage.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications, read marks and preferences are the same at all gateways, and after all of them were away. */
class SharedNotificationsTest {
    private final SharedModules modules = SharedModules.of(1, 2);

    @Test
    void anInboxIsTheSameAtAllGatewaysAndAfterARestartOfAll() {
        modules.done(modules.notice(0, SharedModules.info("a", "")));
        modules.cluster.pass(Duration.ofSeconds(1));
        modules.done(modules.notice(1, SharedModules.info("b", SharedModules.to("u1"))));
        modules.cluster.pass(Duration.ofSeconds(1));
        modules.done(modules.notice(0, SharedModules.info("c", "")));
        modules.done(modules.notice(0, SharedModules.info("d", SharedModules.to("u2"))));

        String inbox = modules.inbox(0, "u1");
        assertThat(inbox).startsWith("3 unread ").containsSubsequence("\"c\"", "\"b\"", "\"a\"");
        assertThat(modules.inbox(1, "u1")).isEqualTo(inbox);
        modules.cluster.restartAll();
        modules.cluster.run();

        assertThat(modules.inbox(0, "u1")).isEqualTo(inbox);
        assertThat(modules.inbox(1, "u2")).startsWith("3 unread ").contains("\"d\"");
        assertThat(modules.inbox(1, null)).startsWith("2 unread ");
    }

    @Test
    void whoHasReadWhatIsKnownAtAll() {
        modules.done(modules.notice(0, SharedModules.info("a", "")));
        modules.done(modules.notice(0, SharedModules.info("b", SharedModules.to("u1"))));

        long readAt = modules.done(modules.read(1, "u1", "a"));
        assertThat(modules.inbox(0, "u1")).startsWith("1 unread ");
        assertThat(modules.inbox(0, "u2")).startsWith("1 unread ");
        modules.cluster.pass(Duration.ofSeconds(1));
        assertThat(modules.done(modules.read(0, "u1", "a"))).isEqualTo(readAt);
        modules.done(modules.read(0, "u1", "b"));
        String inbox = modules.inbox(1, "u1");
        modules.cluster.restartAll();
        modules.cluster.run();

        assertThat(modules.inbox(0, "u1")).startsWith("0 unread ").isEqualTo(inbox);
        assertThat(modules.done(modules.read(1, "u1", "a"))).isEqualTo(readAt);
        CompletableFuture<Long> others = modules.read(0, "u2", "b");
        modules.cluster.run();
        assertThat(SharedModules.refusal(others)).isEqualTo(ErrorCode.NOTIFICATION_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSameAtTwoGatewaysAtOnceIsPublishedOnce(long seed) {
        SharedModules two = SharedModules.of(seed, 2);
        for (String more : List.of("", SharedModules.to("u1"))) {
            String id = "same" + more.length();
            CompletableFuture<Notified> a = two.notice(0, SharedModules.info(id, more));
            CompletableFuture<Notified> again = two.notice(0, SharedModules.info(id, more));
            CompletableFuture<Notified> b = two.notice(1, SharedModules.info(id, more));
            two.cluster.run();

            assertThat(List.of(a.join(), again.join(), b.join()))
                    .extracting(Notified::isNew)
                    .containsOnlyOnce(true);
            assertThat(List.of(a.join(), again.join(), b.join()))
                    .extracting(Notified::offset)
                    .containsOnly(1L);
        }
        assertThat(two.inbox(0, "u1")).startsWith("2 unread ").isEqualTo(two.inbox(1, "u1"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anotherOneOfTheSameIdIsRefused(long seed) {
        SharedModules two = SharedModules.of(seed, 2);
        CompletableFuture<Notified> a = two.notice(0, SharedModules.info("x", ",\"action_text\":\"a\""));
        CompletableFuture<Notified> b = two.notice(1, SharedModules.info("x", ",\"action_text\":\"b\""));
        two.cluster.run();

        List<ErrorCode> refusals = new ArrayList<>();
        refusals.add(SharedModules.refusal(a));
        refusals.add(SharedModules.refusal(b));
        assertThat(refusals).containsExactlyInAnyOrder(null, ErrorCode.DUPLICATE_ID);
        assertThat(two.inbox(0, "u")).startsWith("1 unread ").isEqualTo(two.inbox(1, "u"));
        two.cluster.restartAll();
        two.cluster.run();
        CompletableFuture<Notified> late = two.notice(0, SharedModules.info("x", ",\"action_text\":\"c\""));
        two.cluster.run();
        assertThat(SharedModules.refusal(late)).isEqualTo(ErrorCode.DUPLICATE_ID);
    }

    @Test
    void aMutedTypeIsPushedByNoGateway() {
        SimulatedClient client = modules.node(1).connectAs("u1", 0, FrameKind.JSON);
        client.subscribe("notifications");
        modules.cluster.run();
        modules.done(modules.prefer(0, "u1", "{\"types\":{\"info\":false}}"));

        modules.done(modules.notice(0, SharedModules.info("a", "")));
        modules.done(modules.notice(0, SharedModules.info("b", SharedModules.to("u1"))));
        assertThat(client.received().all(Notification.class)).isEmpty();
        modules.done(modules.prefer(1, "u1", "{}"));
        modules.done(modules.notice(0, SharedModules.info("c", "")));
        assertThat(client.received().all(Notification.class)).hasSize(1);
        modules.done(modules.prefer(1, "u1", "{\"mute_all\":true}"));
        modules.cluster.restartAll();
        modules.cluster.run();

        assertThat(modules.node(0).notifications().preferences("u1").muteAll()).isTrue();
        assertThat(modules.node(1).notifications().preferences("u1").muteAll()).isTrue();
        assertThat(modules.node(1).notifications().preferences("u2").muteAll()).isFalse();
    }

    @Test
    void whileTheStoreIsAwayNothingIsTakenAndWhatIsThereIsTold() {
        modules.done(modules.notice(0, SharedModules.info("a", "")));
        modules.cluster.store().goAway();

        List<CompletableFuture<?>> refused = List.of(
                modules.notice(1, SharedModules.info("b", "")),
                modules.notice(1, SharedModules.info("c", SharedModules.to("u1"))),
                modules.read(0, "u1", "a"),
                modules.prefer(0, "u1", "{\"mute_all\":true}"));
        modules.cluster.run();

        assertThat(refused).allMatch(one -> SharedModules.refusal(one) == ErrorCode.UNAVAILABLE);
        assertThat(modules.inbox(0, "u1")).startsWith("1 unread ").contains("\"a\"");
        assertThat(modules.inbox(1, "u1")).startsWith("1 unread ").doesNotContain("\"b\"");
        modules.cluster.restart(0);
        modules.cluster.run();
        assertThat(modules.inbox(0, "u1")).isEqualTo("UNAVAILABLE");
        modules.cluster.store().comeBack();
        modules.cluster.pass(Duration.ofSeconds(1));
        assertThat(modules.inbox(0, "u1")).startsWith("1 unread ").isEqualTo(modules.inbox(1, "u1"));
    }

    @Test
    void whatAStoreHasLostIsGoneEverywhere() {
        modules.done(modules.notice(0, SharedModules.info("a", "")));
        modules.done(modules.notice(0, SharedModules.info("b", SharedModules.to("u1"))));
        modules.done(modules.prefer(0, "u1", "{\"mute_all\":true}"));
        modules.cluster.store().wipe();
        modules.cluster.pass(Duration.ofSeconds(1));

        assertThat(modules.inbox(0, "u1")).isEqualTo("0 unread []");
        assertThat(modules.inbox(1, "u1")).isEqualTo("0 unread []");
        assertThat(modules.node(1).notifications().preferences("u1").muteAll()).isFalse();
        assertThat(modules.done(modules.notice(1, SharedModules.info("a", ""))).isNew())
                .isTrue();
        assertThat(modules.inbox(0, "u1")).startsWith("1 unread ");
    }
}
