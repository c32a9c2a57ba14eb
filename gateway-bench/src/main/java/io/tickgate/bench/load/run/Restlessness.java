package io.tickgate.bench.load.run;

import io.tickgate.bench.load.scenario.ChurnSpec;
import io.tickgate.bench.load.scenario.Scenario;
import io.tickgate.bench.load.scenario.Storm;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who leaves and comes back while the others stay, and who stops reading.
 *
 * <p><b>Owner:</b> the loop.
 */
final class Restlessness {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final RunContext context;
    private final Fleet fleet;
    private final int slow;
    private int nextLeaver;
    private int away;
    private long churned;
    private boolean stopped;

    Restlessness(RunContext context, Fleet fleet) {
        this.context = context;
        this.fleet = fleet;
        this.slow = context.scenario().slowReaders().count();
        this.nextLeaver = slow;
    }

    /** The first phase begins. */
    void start() {
        Scenario scenario = context.scenario();
        if (slow > 0) {
            List<Subscriber> victims = fleet.subscribers().subList(0, slow);
            context.loop()
                    .schedule(
                            () -> victims.forEach(Subscriber::stopReading),
                            scenario.slowReaders().after().toNanos());
        }
        for (Storm storm : scenario.storms()) {
            context.loop().schedule(() -> onStorm(storm), storm.at().toNanos());
        }
        if (scenario.churn().perSecond() > 0) {
            churn();
        }
    }

    private void onStorm(Storm storm) {
        for (int i = 0; i < storm.connections(); i++) {
            leave(storm.away(), storm.recover());
        }
    }

    private void churn() {
        ChurnSpec churn = context.scenario().churn();
        long due = context.clock().elapsedNanos() / 1_000 * churn.perSecond() / 1_000_000;
        while (!stopped && churned < due) {
            churned++;
            leave(churn.away(), churn.recover());
        }
        if (!stopped) {
            context.loop().schedule(this::churn, Math.max(SECOND_NANOS / churn.perSecond() / 2, 1_000_000));
        }
    }

    private void leave(Duration howLong, boolean recover) {
        Subscriber leaver = stopped ? null : nextReader();
        if (leaver == null) {
            return;
        }
        leaver.leave(recover);
        away++;
        context.loop()
                .schedule(
                        () -> {
                            away--;
                            fleet.open(leaver, recover);
                        },
                        howLong.toNanos());
    }

    /** The next one in turn who is there and reads, null when nobody is. */
    private @Nullable Subscriber nextReader() {
        List<Subscriber> all = fleet.subscribers();
        for (int tried = slow; tried < all.size(); tried++) {
            Subscriber candidate = all.get(nextLeaver);
            nextLeaver = nextLeaver + 1 == all.size() ? slow : nextLeaver + 1;
            if (candidate.isReady()) {
                return candidate;
            }
        }
        return null;
    }

    /** Nobody leaves any more; who is away comes back. */
    void stop() {
        stopped = true;
    }

    /** Whether somebody is away. */
    boolean isAnybodyAway() {
        return away > 0;
    }
}
