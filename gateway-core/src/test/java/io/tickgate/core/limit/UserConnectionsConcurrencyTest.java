package io.tickgate.core.limit;

import io.tickgate.core.ConcurrencyCheck;
import io.tickgate.core.limit.UserConnections.Claim;
import io.tickgate.core.limit.UserConnections.Place;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** A user with two of three places, while what he has is judged. */
@Param(name = "over", gen = IntGen.class, conf = "0:2")
public class UserConnectionsConcurrencyTest {
    private static final String USER = "alice";

    private final UserConnections users = new UserConnections(() -> 3);
    private final AtomicInteger gone = new AtomicInteger();
    private final Place older = new Place(USER);
    private final Place newer = new Place(USER);
    private final Claim claim;

    public UserConnectionsConcurrencyTest() {
        users.tryTake(older);
        users.tryTake(newer);
        users.whenOver(older, gone::incrementAndGet);
        users.whenOver(newer, gone::incrementAndGet);
        claim = users.claim(USER, Long.MAX_VALUE);
    }

    @Operation
    public boolean take() {
        return users.tryTake(new Place(USER));
    }

    @Operation(runOnce = true)
    public void giveBack() {
        users.giveBack(older);
    }

    @Operation(runOnce = true)
    public int settle(@Param(name = "over") int over) {
        users.settle(USER, claim, 2 - over, over);
        return gone.get();
    }

    @Operation
    public String view() {
        Claim now = users.claim(USER, Long.MAX_VALUE);
        return now.granted() + " granted, " + now.waiting() + " waiting";
    }

    @Test
    void whatIsTakenGivenBackAndJudgedAtOnceIsSoInSomeOrder() {
        ConcurrencyCheck.check(UserConnectionsConcurrencyTest.class);
    }
}
