package io.tickgate.cluster;

import io.lettuce.core.ScriptOutputType;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.limit.UserConnections.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections of each user over all gateways, behind what each admits by itself. A gateway keeps in a hash of its
 * own what was granted to whom; a connection is granted where all of these leave room. One that finds none waits, and goes
 * only when every gateway that takes its place has lived on since it came: who reconnects because a gateway has died does not
 * stand in his own way.
 *
 * <p>What changes is told at once, what changes meanwhile together with the next: one call is under way at a time, for so many
 * users. What does not change costs one command a beat, which keeps the hash; it ends with the gateway.
 *
 * <p><b>Owner:</b> the store's loop. <b>Bound:</b> the users that have a connection here.
 */
final class UserCounts {
    private static final Logger LOG = LoggerFactory.getLogger(UserCounts.class);

    /** Of one call: Redis does nothing else meanwhile. */
    private static final int USERS_PER_CALL = 100;

    private static final long ALL = Long.MAX_VALUE;

    private final Store store;
    private final RedisSettings settings;
    private final String node;
    private final UserConnections users;

    /** Who is to be told of, in the order of the changes. */
    private final LinkedHashSet<String> changed = new LinkedHashSet<>();
    /** Who waits. */
    private final Map<String, Doubt> doubts = new HashMap<>();

    private boolean isUnderWay;
    /** Whether Redis was told of anything that it may still have. */
    private boolean isKept;
    /** Whether all that Redis was not told is in {@link #changed}. Any thread: what changes while there is no limit is not. */
    private volatile boolean isWhole;

    /**
     * Connections that found no room.
     *
     * @param upTo the last of them: those that come later are judged by themselves
     * @param sinceMillis when that was, by the clock of Redis
     */
    private record Doubt(long upTo, long sinceMillis) {}

    private record Told(String user, Claim claim) {}

    /** @param node this run of this gateway */
    UserCounts(Store store, RedisSettings settings, String node, UserConnections users) {
        this.store = store;
        this.settings = settings;
        this.node = node;
        this.users = users;
        users.listen(user -> {
            if (isLimited()) {
                store.loop().execute(() -> onChanged(user));
            } else if (isWhole) {
                isWhole = false;
            }
        });
    }

    private void onChanged(String user) {
        changed.add(user);
        send();
    }

    /** The store is there, but perhaps not all that it was told. */
    void onReady() {
        if (isLimited()) {
            tellAll();
        }
    }

    /** With each word of this gateway that it lives, behind it. */
    void beat() {
        assert store.loop().inEventLoop();
        if (!store.isReady()) {
            return;
        }
        if (!isLimited()) {
            leave();
            return;
        }
        if (!isWhole) {
            tellAll();
            return;
        }
        changed.addAll(doubts.keySet());
        store.commands()
                .pexpire(key(), settings.forgottenAfterMillis())
                .whenCompleteAsync((isThere, failure) -> onKept(isThere), store.loop());
        send();
    }

    /** Redis has lost it, or took this gateway for dead. */
    private void onKept(@Nullable Boolean isThere) {
        boolean isGone = isThere != null && !isThere;
        if (isGone && changed.isEmpty() && !isUnderWay && users.users() > doubts.size()) {
            tellAll();
        }
    }

    /** Nobody is counted any more. */
    void leave() {
        if (isKept) {
            isKept = false;
            isWhole = false;
            changed.clear();
            doubts.clear();
            if (store.isReady()) {
                store.commands().unlink(key());
            }
        }
    }

    private boolean isLimited() {
        return users.perUserMax() > 0;
    }

    private byte[] key() {
        return Keyspace.bytes(settings.keyspace().users(node));
    }

    private void tellAll() {
        store.commands().unlink(key());
        // It may be another Redis, with another clock.
        doubts.clear();
        isKept = true;
        isWhole = true;
        changed.addAll(users.names());
        send();
    }

    private void send() {
        if (isUnderWay || changed.isEmpty() || !isWhole || !store.isReady() || !isLimited()) {
            return;
        }
        List<Told> told = new ArrayList<>();
        List<byte[]> arguments = new ArrayList<>(List.of(
                Keyspace.bytes(node),
                Keyspace.bytes(settings.keyspace().users("")),
                Keyspace.bytes(settings.forgottenAfterMillis()),
                Keyspace.bytes(users.perUserMax())));
        Iterator<String> due = changed.iterator();
        while (due.hasNext() && told.size() < USERS_PER_CALL) {
            String user = due.next();
            due.remove();
            Doubt doubt = doubts.get(user);
            Claim claim = users.claim(user, doubt == null ? ALL : doubt.upTo());
            told.add(new Told(user, claim));
            arguments.add(Keyspace.bytes(user));
            arguments.add(Keyspace.bytes(claim.granted()));
            arguments.add(Keyspace.bytes(claim.waiting()));
            arguments.add(Keyspace.bytes(doubt == null ? 0 : doubt.sinceMillis()));
        }
        CompletionStage<List<Long>> call = store.run(
                Script.USERS,
                ScriptOutputType.MULTI,
                new byte[][] {Keyspace.bytes(settings.keyspace().nodes()), key()},
                arguments.toArray(byte[][]::new));
        isUnderWay = true;
        call.whenCompleteAsync((answer, failure) -> onDone(told, answer, failure), store.loop());
    }

    private void onDone(List<Told> told, @Nullable List<Long> answer, @Nullable Throwable failure) {
        isUnderWay = false;
        if (answer != null) {
            onAnswer(told, answer);
            send();
        } else {
            LOG.debug("connections of users are not counted: {}", failure == null ? "" : Failures.text(failure));
            told.forEach(each -> changed.add(each.user()));
        }
    }

    private void onAnswer(List<Told> told, List<Long> answer) {
        long nowMillis = answer.get(0);
        Set<String> later = new LinkedHashSet<>();
        for (int index = 0; index < told.size(); index++) {
            String user = told.get(index).user();
            Claim claim = told.get(index).claim();
            int granted = answer.get(1 + 2 * index).intValue();
            int over = answer.get(2 + 2 * index).intValue();
            boolean someWait = users.settle(user, claim, granted, over);
            boolean isDoubted = granted + over < claim.waiting();
            if (isDoubted) {
                doubts.putIfAbsent(user, new Doubt(claim.upTo(), nowMillis));
            } else {
                doubts.remove(user);
                if (someWait) {
                    later.add(user);
                }
            }
        }
        changed.addAll(later);
    }
}
