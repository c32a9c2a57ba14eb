package io.tickgate.bench.load.run;

import io.tickgate.bench.load.account.Numbering;
import io.tickgate.bench.load.publish.Schedule;

/** Publishes by a schedule, whether or not the server keeps up: what leaves late was due all the same. */
final class SchedulePacer implements Pacer {
    /** Between two looks at the sockets, so that a publisher who is behind does not keep the readers from reading. */
    private static final int TURN_PUBLICATIONS_MAX = 256;

    /** When a publisher takes no more, it is asked again so soon. */
    private static final long RETRY_NANOS = 500_000;

    private final RunContext context;
    private final Publishers publishers;
    private final Schedule schedule;
    /** Who publishes first in the next turn: a backlog of one must not keep the others from theirs. */
    private int first;

    private boolean stopped;

    SchedulePacer(RunContext context, Publishers publishers, Schedule schedule) {
        this.context = context;
        this.publishers = publishers;
        this.schedule = schedule;
    }

    @Override
    public void start() {
        turn();
    }

    private void turn() {
        if (stopped) {
            return;
        }
        long due = schedule.dueBy(context.clock().elapsedNanos());
        int count = 0;
        boolean isBlocked = false;
        Numbering numbering = context.numbering();
        int all = numbering.publishers();
        for (int i = 0; i < all; i++) {
            int publisher = (first + i) % all;
            long turns = numbering.turnsOf(publisher, due);
            while (context.sent().turns(publisher) < turns && count < TURN_PUBLICATIONS_MAX) {
                if (!publishers.takesMore(publisher)) {
                    isBlocked = true;
                    break;
                }
                long number = numbering.number(publisher, context.sent().turns(publisher));
                publishers.publish(number, schedule.dueNanos(number));
                count++;
            }
        }
        first = (first + 1) % all;
        if (count > 0) {
            publishers.flush();
        }
        if (count == TURN_PUBLICATIONS_MAX) {
            context.loop().schedule(this::turn, 0);
        } else if (isBlocked) {
            context.loop().schedule(this::turn, RETRY_NANOS);
        } else if (due < schedule.count()) {
            context.loop()
                    .schedule(
                            this::turn, schedule.dueNanos(due) - context.clock().elapsedNanos());
        }
    }

    @Override
    public void onDelivery(long number) {
        // What arrives changes nothing about what is due.
    }

    @Override
    public void onRead() {
        // As above.
    }

    @Override
    public void onChanged() {
        // As above.
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long overdue() {
        long due = schedule.dueBy(context.clock().elapsedNanos());
        long sent = 0;
        for (int publisher = 0; publisher < context.numbering().publishers(); publisher++) {
            sent += context.sent().turns(publisher);
        }
        return due - sent;
    }
}
