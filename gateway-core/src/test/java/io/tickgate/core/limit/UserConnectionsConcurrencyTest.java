package io.tickgate.core.limit;

import io.tickgate.core.ConcurrencyCheck;
import io.tickgate.core.limit.UserConnections.Claim;
import io.tickgate.core.limit.UserConnections.Place;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Two places for each user, both of one user taken at first, while what he has is judged. */
@Param(name = "user", gen = IntGen.class, conf = "1:2")
@Param(name = "over", gen = IntGen.class, conf = "0:2")
public class UserConnectionsConcurrencyTest {
    private static final String FIRST = "user 1";

    private final UserConnections users = new UserConnections(() -> 2);
    private final AtomicInteger gone = new AtomicInteger();
    private final Place one = new Place(FIRST);
    private final Place other = new Place(FIRST);
    private final Claim claim;

    public UserConnectionsConcurrencyTest() {
        users.tryTake(one);
        users.tryTake(other);
        users.whenOver(one, gone::incrementAndGet);
        users.whenOver(other, gone::incrementAndGet);
        claim = users.claim(FIRST, Long.MAX_VALUE);
    }

    @Operation
    public boolean take(@Param(name = "user") int user) {
        return users.tryTake(new Place("user " + user));
    }

    @Operation(runOnce = true)
    public void giveBack() {
        users.giveBack(one);
    }

    @Operation(runOnce = true)
    public void giveBackTheOther() {
        users.giveBack(other);
    }

    @Operation(runOnce = true)
    public int settle(@Param(name = "over") int over) {
        users.settle(FIRST, claim, 2 - over, over);
        return gone.get();
    }

    @Operation
    public int granted() {
        return users.claim(FIRST, Long.MAX_VALUE).granted();
    }

    @Operation
    public int of(@Param(name = "user") int user) {
        return users.of("user " + user);
    }

    @Test
    void whatIsTakenGivenBackAndJudgedAtOnceIsSoInSomeOrder() {
        ConcurrencyCheck.check(UserConnectionsConcurrencyTest.class);
    }
}
