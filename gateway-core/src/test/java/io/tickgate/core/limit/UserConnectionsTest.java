package io.tickgate.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.limit.UserConnections.Claim;
import io.tickgate.core.limit.UserConnections.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UserConnectionsTest {
    private static final long ALL = Long.MAX_VALUE;

    private final AtomicInteger max = new AtomicInteger(3);
    private final UserConnections users = new UserConnections(max::get);
    private final List<String> gone = new ArrayList<>();

    /** One that says its name when it has to go. */
    private Place taken(String user, String name) {
        Place place = new Place(user);
        assertThat(users.tryTake(place)).isTrue();
        users.whenOver(place, () -> gone.add(name));
        return place;
    }

    @Test
    void aUserHasSoManyPlacesAndGetsThemBack() {
        Place first = taken("alice", "first");
        taken("alice", "second");
        taken("alice", "third");

        assertThat(users.tryTake(new Place("alice"))).isFalse();
        taken("bob", "his");
        users.giveBack(first);

        assertThat(users.tryTake(new Place("alice"))).isTrue();
        assertThat(users.of("alice")).isEqualTo(3);
    }

    @Test
    void nobodyIsRememberedWhoHasNone() {
        List<Place> places = List.of(taken("alice", "1"), taken("alice", "2"), taken("alice", "3"), taken("bob", "4"));
        assertThat(users.names()).containsExactlyInAnyOrder("alice", "bob");

        List.of(1, 0, 2, 3).forEach(index -> users.giveBack(places.get(index)));

        assertThat(users.users()).isZero();
    }

    @Test
    void aLowerLimitIsForThoseWhoCome() {
        max.set(0);
        taken("alice", "first");
        taken("alice", "second");
        max.set(1);

        assertThat(users.tryTake(new Place("alice"))).isFalse();
        assertThat(users.claim("alice", ALL)).isEqualTo(new Claim(2, 0, 0));
        assertThat(gone).isEmpty();
    }

    @Test
    void theOldestAreGrantedTheNewestGoAndTheRestWaits() {
        taken("alice", "first");
        taken("alice", "second");
        taken("alice", "third");
        Claim claim = users.claim("alice", ALL);
        assertThat(claim.granted()).isZero();
        assertThat(claim.waiting()).isEqualTo(3);

        boolean someWait = users.settle("alice", claim, 1, 1);

        assertThat(someWait).isTrue();
        assertThat(gone).containsExactly("third");
        assertThat(users.claim("alice", ALL).granted()).isEqualTo(1);
        assertThat(users.claim("alice", ALL).waiting()).isEqualTo(1);
        assertThat(users.of("alice")).as("with the one that has to go").isEqualTo(3);
    }

    @Test
    void whoLeavesMeanwhileMakesRoomForTheOthers() {
        Place first = taken("alice", "first");
        taken("alice", "second");
        Claim claim = users.claim("alice", ALL);

        users.giveBack(first);
        boolean someWait = users.settle("alice", claim, 1, 1);

        assertThat(someWait).isFalse();
        assertThat(gone).isEmpty();
        assertThat(users.claim("alice", ALL).granted()).isEqualTo(1);
    }

    @Test
    void whoComesMeanwhileIsNotJudged() {
        taken("alice", "first");
        Claim claim = users.claim("alice", ALL);
        taken("alice", "second");

        boolean someWait = users.settle("alice", claim, 0, 1);

        assertThat(someWait).isTrue();
        assertThat(gone).containsExactly("first");
        assertThat(users.claim("alice", claim.upTo()).waiting()).isZero();
        assertThat(users.claim("alice", ALL).waiting()).isEqualTo(1);
    }

    @Test
    void whoIsJudgedBeforeItCanBeToldIsToldThen() {
        Place place = new Place("alice");
        users.tryTake(place);
        users.settle("alice", users.claim("alice", ALL), 0, 1);

        users.whenOver(place, () -> gone.add("late"));

        assertThat(gone).containsExactly("late");
    }

    @Test
    void everyChangeIsTold() {
        List<String> told = new ArrayList<>();
        users.listen(told::add);

        Place place = taken("alice", "first");
        users.giveBack(place);

        assertThat(told).containsExactly("alice", "alice");
    }
}
