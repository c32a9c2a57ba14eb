package io.tickgate.core.session;

import io.tickgate.core.broadcast.SharedBytes;
import io.tickgate.core.broadcast.SnapshotDesk;
import io.tickgate.core.broadcast.Terms;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.protocol.message.CloseCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Newest values of whole families on their way to one session: one page at a time, the next when the socket has taken the
 * one before. A member's publications start behind the page that holds its value; what comes before that is dropped, since
 * the page will be newer. So nothing is kept meanwhile but how far each home has got.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> one run for each family that is subscribed.
 */
final class FamilySnapshots {
    /** One family's snapshot. */
    private static final class Run {
        private final Topic family;
        /** For each home, the last member whose publications may pass; {@link Long#MAX_VALUE} when all may. */
        private final long[] open;

        private int home;
        private long reached = -1;
        private int number = 1;

        Run(Topic family, long[] open) {
            this.family = family;
            this.open = open;
        }
    }

    private final Session session;
    private final SessionServices services;
    private final List<Run> runs = new ArrayList<>(0);
    private boolean asked;

    FamilySnapshots(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
    }

    /**
     * Begins a family's snapshot; the family is placed already, or will be within this task. One that is under way ends here:
     * none of its pages comes any more, and the new one has all of them.
     *
     * @param flows whether its publications came before, and shall not stop for the snapshot
     */
    void begin(Topic family, boolean flows) {
        Run before = find(family);
        long[] open = before == null ? new long[desk().homes()] : before.open;
        if (before == null) {
            Arrays.fill(open, flows ? Long.MAX_VALUE : -1);
        }
        runs.remove(before);
        runs.add(new Run(family, open));
    }

    /** Whether a snapshot of {@code family} is on its way. */
    boolean isUnderWay(Topic family) {
        return find(family) != null;
    }

    private @Nullable Run find(Topic family) {
        for (Run run : runs) {
            if (run.family == family) {
                return run;
            }
        }
        return null;
    }

    /** Whether a publication of {@code topic} comes too early, so that a page will tell of it. */
    boolean isEarly(Topic topic) {
        if (runs.isEmpty() || topic.family() == null) {
            return false;
        }
        Run run = find(topic.family());
        return run != null
                && topic.serial() > run.open[topic.homeIndex()]
                && !session.subscriptions().contains(topic);
    }

    /** Asks for the next page, when one is due and the one before has left. */
    void goOn() {
        if (asked || runs.isEmpty() || !session.isOpen() || !session.queue().takesPage()) {
            return;
        }
        asked = true;
        Run run = runs.get(0);
        SnapshotDesk.Request request = request(run);
        desk().ask(request, new SnapshotDesk.Listener() {
            @Override
            public void onPage(SnapshotDesk.Answer answer, @Nullable SharedBytes page) {
                asked = false;
                // While publications are held a confirmation is due, perhaps of another snapshot of this family, and no
                // page of this one may come behind that: the page is made once more when it is out.
                boolean isWanted = runs.contains(run) && request(run).equals(request);
                if (session.isOpen() && isWanted && !session.queue().isHolding()) {
                    take(run, answer, page);
                }
                goOn();
            }

            @Override
            public void onFailed() {
                session.close(CloseCode.INTERNAL_ERROR);
            }
        });
    }

    /** For the page that is due, as the subscription is now: its terms may change while a page is on its way. */
    private SnapshotDesk.Request request(Run run) {
        Terms terms = session.subscriptions().terms(run.family);
        return new SnapshotDesk.Request(run.family, session.kind(), terms, run.home, run.reached, run.number);
    }

    private void take(Run run, SnapshotDesk.Answer answer, @Nullable SharedBytes page) {
        if (page != null) {
            session.queue().addPage(run.family, page);
            session.queue().flushAtEndOfTurn();
            run.number++;
        }
        run.open[run.home] = Math.max(run.open[run.home], answer.reached());
        run.reached = answer.reached();
        if (answer.reached() == Long.MAX_VALUE) {
            run.home++;
            run.reached = -1;
        }
        if (answer.last()) {
            end(run.family);
        }
    }

    /** Ends a family's snapshot, whether it is complete or not. */
    void end(Topic family) {
        if (runs.remove(find(family))) {
            session.subscriptions().settle(family);
        }
    }

    void clear() {
        runs.clear();
    }

    private SnapshotDesk desk() {
        return services.broker().snapshots(services.shard());
    }
}
