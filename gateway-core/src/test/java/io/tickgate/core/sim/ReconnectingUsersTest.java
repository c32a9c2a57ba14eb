package io.tickgate.core.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.core.feed.notice.NotificationReply;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationPreferences;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.ServerMessage.SubscriptionConfirmed;
import io.tickgate.protocol.message.UpdateMessage.Delivery;
import io.tickgate.protocol.message.UpdateMessage.Notification;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Users whose connections break off at any moment: what is for everybody and what is for one of them come from two homes, and
 * of neither is anything missing or there twice.
 */
class ReconnectingUsersTest {
    private static final String PUBLIC = "notifications";
    private static final int USERS = 4;

    /** One connection, and how far the user was when it began. */
    private record Stay(SimulatedClient client, Map<String, Long> since) {}

    private static final class User {
        private final String id;
        private final FrameKind kind;
        private final boolean mutesSuccess;
        private final List<Stay> stays = new ArrayList<>();
        private Map<String, Long> known = Map.of();

        User(String id, FrameKind kind, boolean mutesSuccess) {
            this.id = id;
            this.kind = kind;
            this.mutesSuccess = mutesSuccess;
        }

        String channel() {
            return "user:" + id;
        }
    }

    private static final class Life {
        private final Random random;
        private final Simulation simulation;
        private final List<User> users = new ArrayList<>();
        /** Offsets by channel, and of those what is muted. */
        private final Map<String, TreeSet<Long>> given = new HashMap<>();

        private final Map<String, Set<Long>> successes = new HashMap<>();
        private int published;
        private int recovered;

        Life(long seed) {
            random = new Random(seed);
            simulation = new Simulation(new SimulationSettings()
                    .loops(1 + random.nextInt(4))
                    .seed(seed, random.nextBoolean())
                    .history(4 + random.nextInt(8), 8 << 20));
            for (int i = 0; i < USERS; i++) {
                users.add(
                        new User("u" + i, FrameKind.values()[random.nextInt(FrameKind.COUNT)], random.nextInt(3) == 0));
            }
        }

        int run() {
            users.stream().filter(user -> user.mutesSuccess).forEach(this::mute);
            simulation.loops().runAll();
            for (int step = 0; step < 80; step++) {
                publish();
                if (random.nextInt(3) == 0) {
                    comeBack(users.get(random.nextInt(USERS)));
                }
                for (int tasks = random.nextInt(10); tasks > 0; tasks--) {
                    simulation.loops().runOne();
                }
            }
            for (SimulatedClient client : simulation.clients()) {
                client.run(client.connection()::acceptAll);
            }
            simulation.loops().runAll();
            users.forEach(user -> notify(user.id, "info"));
            notify(null, "info");
            simulation.loops().runAll();
            users.forEach(this::check);
            simulation.end();
            return recovered;
        }

        private void mute(User user) {
            MessageBody wish = Bodies.written("{\"types\":{\"success\":false}}");
            simulation
                    .loop(0)
                    .execute(() -> simulation
                            .notifications()
                            .setPreferences(user.id, wish, new NotificationReply<NotificationPreferences>() {
                                @Override
                                public void onDone(NotificationPreferences result) {}

                                @Override
                                public void onRefused(WireException fault) {
                                    throw new AssertionError(fault);
                                }
                            }));
        }

        private void publish() {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                String userId = random.nextInt(3) == 0 ? null : "u" + random.nextInt(USERS);
                notify(userId, random.nextInt(4) == 0 ? "success" : "info");
            }
        }

        private void notify(@Nullable String userId, String type) {
            String channel = userId == null ? PUBLIC : "user:" + userId;
            String json = "{\"id\":\"n" + published++ + "\",\"type\":\"" + type + "\",\"title\":\"t\",\"message\":\""
                    + "x".repeat(random.nextInt(3000)) + "\""
                    + (userId == null ? "" : ",\"user_id\":\"" + userId + "\"") + "}";
            simulation.notifications().notify(json.getBytes(UTF_8)).thenAccept(notified -> {
                given.computeIfAbsent(channel, key -> new TreeSet<>()).add(notified.offset());
                if (type.equals("success")) {
                    successes.computeIfAbsent(channel, key -> new TreeSet<>()).add(notified.offset());
                }
            });
        }

        private void comeBack(User user) {
            if (!user.stays.isEmpty()) {
                Stay before = user.stays.get(user.stays.size() - 1);
                before.client.cut();
                user.known = new Walk(user, before).known;
            }
            SimulatedClient client = simulation.connectAs(
                    user.id, random.nextInt(simulation.loops().all().size()), user.kind);
            if (random.nextInt(3) == 0) {
                client.connection().onlyQueued();
                client.run(() -> client.connection().accept(random.nextInt(8_000), 1 + random.nextInt(8_000)));
            }
            user.stays.add(new Stay(client, user.known));
            Long offset = user.known.get(PUBLIC);
            if (offset == null) {
                client.subscribe(PUBLIC);
            } else {
                Long userOffset = random.nextInt(8) == 0 ? null : user.known.get(user.channel());
                client.resumeNotifications(new Position(Simulation.EPOCH, offset), userOffset, false);
            }
        }

        private void check(User user) {
            Map<String, Long> last = Map.of();
            for (Stay stay : user.stays) {
                Walk walk = new Walk(user, stay);
                walk.pushes.forEach(push -> {
                    long due = next(user, push.delivery.channel(), push.after);
                    require(push.delivery.offset() == due, stay, push + " came, due was " + due);
                });
                recovered += walk.recovered;
                last = walk.known;
            }
            last.forEach((channel, offset) -> {
                long missing = next(user, channel, offset);
                require(missing == 0, user.stays.get(user.stays.size() - 1), channel + " lost " + missing);
            });
        }

        /** The first after {@code offset} that {@code user} is owed; 0 for none. */
        private long next(User user, String channel, long offset) {
            Set<Long> muted = user.mutesSuccess ? successes.getOrDefault(channel, Set.of()) : Set.of();
            return given.getOrDefault(channel, new TreeSet<>()).tailSet(offset, false).stream()
                    .filter(candidate -> !muted.contains(candidate))
                    .findFirst()
                    .orElse(0L);
        }
    }

    /** @param after the last offset of the channel that the client knew of */
    private record Push(Delivery delivery, long after) {}

    /** What one connection was told, read as a client reads it. */
    private static final class Walk {
        private final Map<String, Long> known;
        private final List<Push> pushes = new ArrayList<>();
        private int recovered;

        Walk(User user, Stay stay) {
            known = new HashMap<>(stay.since);
            boolean confirmed = false;
            for (Object event : stay.client.received().events()) {
                if (event instanceof SubscriptionConfirmed confirmation) {
                    ChannelPosition own = Objects.requireNonNull(confirmation.own());
                    begin(
                            PUBLIC,
                            confirmation.recovered(),
                            confirmation.position().offset());
                    begin(user.channel(), own.recovered(), own.position().offset());
                    confirmed = true;
                } else if (event instanceof Notification notification) {
                    Delivery delivery = Objects.requireNonNull(notification.delivery());
                    require(confirmed, stay, delivery + " came before the confirmation");
                    Long after = known.put(delivery.channel(), delivery.offset());
                    require(after != null, stay, delivery + " is of another user");
                    pushes.add(new Push(delivery, after == null ? 0 : after));
                }
            }
        }

        private void begin(String channel, @Nullable Boolean wasRecovered, long offset) {
            if (Boolean.TRUE.equals(wasRecovered)) {
                recovered += known.getOrDefault(channel, 0L) < offset ? 1 : 0;
                known.putIfAbsent(channel, 0L);
            } else {
                known.put(channel, offset);
            }
        }
    }

    @Property(seed = "9", tries = 200, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void aUserWhoComesBackMissesNothingOfItsOwnNorOfEverybodysAndGetsNothingTwice(@ForAll long seed) {
        new Life(seed).run();
    }

    @Test
    void theLivesReachWhatTheyAreAbout() {
        int recovered = 0;
        for (long seed = 0; seed < 20; seed++) {
            recovered += new Life(seed).run();
        }

        Assertions.assertThat(recovered).isGreaterThan(100);
    }

    private static void require(boolean condition, Stay stay, String message) {
        if (!condition) {
            throw new AssertionError(stay.client + ": " + message + "; since " + stay.since + " received "
                    + stay.client.received().events());
        }
    }
}
