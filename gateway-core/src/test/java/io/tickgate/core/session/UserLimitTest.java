package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.auth.Principal;
import io.tickgate.core.auth.Rights;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.limit.UserConnections;
import io.tickgate.core.limit.UserConnections.Place;
import io.tickgate.core.metrics.Counter;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage.Authenticated;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import org.junit.jupiter.api.Test;

/** How many connections a user may have who shows later who he is: two. */
class UserLimitTest extends AuthenticationScene {
    private final UserConnections users = simulation.users();

    @Override
    SimulationSettings settings() {
        return new SimulationSettings().perUserMax(2);
    }

    @Test
    void oneMoreIsToldWhyAndEnds() {
        alice(100, ALL);
        alice(100, ALL);
        SimulatedClient third = nobody(null);

        ErrorMessage error = refusal(third, new ClientMessage.Authenticate(ID, token("alice", 100, ALL)));
        SimulatedClient bob = nobody(null);
        authenticate(bob, token("bob", 100, ALL));

        assertThat(error.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS_OF_USER);
        assertThat(error.text()).contains("limits.max-connections-per-user");
        assertThat(error.retryAfterSeconds()).isEqualTo(5);
        assertThat(closedWith(third)).isEqualTo(4004);
        assertThat(third.received().all(Authenticated.class)).isEmpty();
        assertThat(closedWith(bob)).isZero();
        assertThat(users.of("alice")).isEqualTo(2);
        assertThat(simulation.counter(Counter.USER_CLOSES)).isEqualTo(1);
    }

    @Test
    void aNewTokenOfTheSameUserTakesNoSecondPlace() {
        SimulatedClient one = alice(100, ALL);
        alice(100, ALL);

        authenticate(one, token("alice", 200, ALL));

        assertThat(one.received().all(Authenticated.class)).hasSize(2);
        assertThat(users.of("alice")).isEqualTo(2);
    }

    @Test
    void whoEndsMakesRoomAndWhoIsNobodyTakesNone() {
        SimulatedClient one = alice(100, ALL);
        alice(100, ALL);
        nobody("alice");
        assertThat(users.of("alice")).isEqualTo(2);

        one.cut();
        simulation.loops().runAll();

        assertThat(users.of("alice")).isEqualTo(1);
        alice(100, ALL);
    }

    @Test
    void anotherIdentityMovesThePlace() {
        Principal before = Principal.ofAddress(false, true);
        SimulatedClient client = simulation.connect(FrameKind.JSON, before, "alice");
        Place place = new Place("alice");
        assertThat(users.tryTake(place)).isTrue();
        client.session().occupy(place);
        Principal bob =
                new Principal(Principal.Kind.TOKEN, "bob", "bob", Rights.NONE, Principal.NEVER, Principal.NEVER, null);

        boolean isMoved = client.session().identity().tryOccupy(bob);

        assertThat(isMoved).isTrue();
        assertThat(users.names()).containsExactly("bob");
        assertThat(users.tryTake(new Place("bob"))).isTrue();
        client.cut();
        simulation.loops().runAll();
        assertThat(users.of("bob")).isEqualTo(1);
    }

    @Test
    void whoIsOneTooManyOverAllGatewaysEndsAndTheOthersStay() {
        SimulatedClient one = alice(100, ALL);
        SimulatedClient other = alice(100, ALL);

        users.settle("alice", users.claim("alice", Long.MAX_VALUE), 1, 1);
        simulation.loops().runAll();

        assertThat(closedWith(one)).isZero();
        assertThat(closedWith(other)).isEqualTo(4004);
        assertThat(simulation.counter(Counter.USER_CLOSES)).isEqualTo(1);
    }

    @Test
    void anAdministratorsKeyThatBorrowsANameTakesNoPlace() {
        Principal key =
                new Principal(Principal.Kind.API_KEY, "desk", null, Rights.NONE, Principal.NEVER, Principal.NEVER, "h");

        assertThat(key.countedUser("alice")).isNull();
        assertThat(Principal.ofAddress(false, false).countedUser("alice")).isEqualTo("alice");
        assertThat(Principal.NOBODY.countedUser("alice")).isNull();
    }
}
