package io.tickgate.bench.load.run;

import io.tickgate.bench.load.scenario.ConnectionsSpec;
import io.tickgate.bench.load.scenario.Scenario;
import io.tickgate.protocol.message.WireFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * All subscribers, and the pace at which connections are opened.
 *
 * <p><b>Owner:</b> the loop.
 */
final class Fleet implements Subscriber.Listener {
    private static final long PACE_NANOS = 2_000_000;
    private static final long OPEN_TIMEOUT_NANOS = 30_000_000_000L;

    /** Hears what the fleet as a whole does. */
    interface Listener {
        /** Everybody has been subscribed or has failed, for the first time. */
        void onSettled(int failed, String firstReason);

        /** A publication reached one more subscriber. */
        void onDelivery(long number);

        /** What was there to read on one connection has been read. */
        void onRead();

        /** The number of subscribers who read has changed. */
        void onChanged();
    }

    private record Opening(Subscriber subscriber, boolean resume) {}

    private final RunContext context;
    private final Listener listener;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final ArrayDeque<Opening> waiting = new ArrayDeque<>();
    private boolean pacing;
    private long pacedFromNanos;
    private long paced;
    private int unsettled;
    private int failed;
    private String firstReason = "";

    Fleet(RunContext context, Listener listener) {
        this.context = context;
        this.listener = listener;
        Scenario scenario = context.scenario();
        int channels = scenario.subscriptions().channels();
        int each = scenario.subscriptions().perConnection();
        for (int i = 0; i < scenario.connections().count(); i++) {
            int first = each == channels ? 0 : (int) ((long) i * each % channels);
            subscribers.add(new Subscriber(context, format(scenario, i), first, each, this));
        }
    }

    private static WireFormat format(Scenario scenario, int index) {
        ConnectionsSpec.FormatChoice choice = scenario.connections().format();
        boolean isMsgPack = choice == ConnectionsSpec.FormatChoice.MSGPACK
                || (choice == ConnectionsSpec.FormatChoice.BOTH && index % 2 == 1);
        return isMsgPack ? WireFormat.MSGPACK : WireFormat.JSON;
    }

    List<Subscriber> subscribers() {
        return subscribers;
    }

    /** Opens all of them. */
    void open() {
        unsettled = subscribers.size();
        subscribers.forEach(subscriber -> open(subscriber, false));
    }

    /** Opens one as soon as its turn comes. */
    void open(Subscriber subscriber, boolean resume) {
        waiting.add(new Opening(subscriber, resume));
        if (!pacing) {
            pacing = true;
            pacedFromNanos = context.clock().nanoTime();
            paced = 0;
            pace();
        }
    }

    private void pace() {
        long elapsed = context.clock().nanoTime() - pacedFromNanos;
        long due = 1 + elapsed / 1_000 * context.scenario().connections().perSecond() / 1_000_000;
        while (paced < due && !waiting.isEmpty()) {
            paced++;
            Opening next = waiting.remove();
            int attempt = next.subscriber.open(next.resume);
            context.loop().schedule(() -> next.subscriber.giveUp(attempt), OPEN_TIMEOUT_NANOS);
        }
        pacing = !waiting.isEmpty();
        if (pacing) {
            context.loop().schedule(this::pace, PACE_NANOS);
        }
    }

    /** Jumped over and never there, so far. */
    long lost() {
        long sum = 0;
        for (Subscriber subscriber : subscribers) {
            sum += subscriber.lost();
        }
        return sum;
    }

    /** Owed and not there yet, on connections that are open, or on those that the server ended. */
    long outstanding(boolean ofEnded) {
        long sum = 0;
        for (Subscriber subscriber : subscribers) {
            if (subscriber.isEnded() == ofEnded) {
                sum += subscriber.outstanding();
            }
        }
        return sum;
    }

    @Override
    public void onReady(Subscriber subscriber) {
        context.totals().connects++;
        settle();
        listener.onChanged();
    }

    @Override
    public void onFailed(Subscriber subscriber, String reason) {
        context.totals().connectFailures++;
        context.totals().trouble(reason);
        failed++;
        if (firstReason.isEmpty()) {
            firstReason = reason;
        }
        settle();
        listener.onChanged();
    }

    private void settle() {
        if (unsettled > 0 && --unsettled == 0) {
            listener.onSettled(failed, firstReason);
        }
    }

    @Override
    public void onLost(Subscriber subscriber, String reason) {
        if (subscriber.isSlow()) {
            context.totals().slowCloses++;
        } else {
            context.totals().disconnects++;
            context.totals().trouble(reason);
        }
        listener.onChanged();
    }

    @Override
    public void onDelivery(long number) {
        listener.onDelivery(number);
    }

    @Override
    public void onRead() {
        listener.onRead();
    }

    void close() {
        waiting.clear();
        subscribers.forEach(Subscriber::close);
    }
}
