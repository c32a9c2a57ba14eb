package io.tickgate.bench.load.run;

import io.tickgate.bench.load.publish.PublisherLink;
import io.tickgate.bench.load.publish.PublisherLinks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All publishers' connections.
 *
 * <p><b>Owner:</b> the loop.
 */
final class Publishers {
    private final RunContext context;
    private final List<PublisherLink> links = new ArrayList<>();
    private int unready;
    private boolean finishing;

    Publishers(RunContext context) {
        this.context = context;
    }

    /**
     * Opens them.
     *
     * @param onFailure hears of one that could not be opened
     */
    void open(Runnable onReady, Consumer<String> onFailure) {
        PublisherLinks opener = new PublisherLinks(
                context.loop(), context.scenario(), context.dialect(), context.server(), context.run());
        unready = context.scenario().publishers().count();
        for (int i = 0; i < context.scenario().publishers().count(); i++) {
            links.add(opener.open(new Ear(onReady, onFailure)));
        }
    }

    private final class Ear implements PublisherLink.Listener {
        private final Runnable onReady;
        private final Consumer<String> onFailure;
        private boolean ready;

        Ear(Runnable onReady, Consumer<String> onFailure) {
            this.onReady = onReady;
            this.onFailure = onFailure;
        }

        @Override
        public void onReady() {
            ready = true;
            if (--unready == 0) {
                onReady.run();
            }
        }

        @Override
        public void onErrors(long count, String text) {
            context.totals().publishErrors += count;
            context.totals().trouble("publishing: " + text);
        }

        @Override
        public void onEnd(String reason) {
            if (!ready) {
                onFailure.accept(reason);
            } else if (!finishing) {
                context.totals().disconnects++;
                context.totals().trouble("a publisher: " + reason);
            }
        }
    }

    boolean takesMore(int publisher) {
        return links.get(publisher).takesMore();
    }

    /** Queues one until {@link #flush}. */
    void publish(long number, long dueNanos) {
        int publisher = context.numbering().publisher(number);
        links.get(publisher).publish(context.numbering().channel(number), number, dueNanos);
        context.sent().count(publisher);
        context.recorder().onPublication(dueNanos, context.clock().elapsedNanos());
    }

    void flush() {
        links.forEach(PublisherLink::flush);
    }

    /** Nothing more is published. */
    void finish() {
        finishing = true;
        links.forEach(PublisherLink::finish);
    }

    boolean isAnswered() {
        return links.stream().allMatch(link -> link.unanswered() == 0);
    }

    void close() {
        finishing = true;
        links.forEach(PublisherLink::close);
    }
}
