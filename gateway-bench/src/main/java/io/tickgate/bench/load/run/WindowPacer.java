package io.tickgate.bench.load.run;

import java.util.Arrays;

/**
 * Publishes as fast as publications arrive at everybody, with a fixed number of them under way. A publication is due when the
 * window opens for it, so that latency tells the length of a queue and is no promise.
 */
final class WindowPacer implements Pacer {
    /** When nothing arrived for so long, something was lost: the window is opened anew, and the account tells what. */
    private static final long STALL_NANOS = 3_000_000_000L;

    private final RunContext context;
    private final Fleet fleet;
    private final Publishers publishers;
    private final int window;
    /** By number modulo the window: subscribers that have not got it yet, 0 when it is done. */
    private final int[] missing;

    private final long[] numbers;
    private final int[] readersOf;
    private long next;
    private int underWay;
    private long progressNanos;
    private boolean running;

    WindowPacer(RunContext context, Fleet fleet, Publishers publishers, int window) {
        this.context = context;
        this.fleet = fleet;
        this.publishers = publishers;
        this.window = window;
        this.missing = new int[window];
        this.numbers = new long[window];
        this.readersOf = new int[context.numbering().channels()];
    }

    @Override
    public void start() {
        running = true;
        countReaders();
        progressNanos = context.clock().elapsedNanos();
        fill();
        watch();
    }

    private void countReaders() {
        Arrays.fill(readersOf, 0);
        for (Subscriber subscriber : fleet.subscribers()) {
            if (subscriber.isReady() && !subscriber.isSlow()) {
                for (int slot = 0; slot < subscriber.channels(); slot++) {
                    readersOf[subscriber.channel(slot)]++;
                }
            }
        }
    }

    private void watch() {
        if (!running) {
            return;
        }
        long now = context.clock().elapsedNanos();
        if (now - progressNanos > STALL_NANOS) {
            context.totals().stalls++;
            forget();
        }
        fill();
        context.loop().schedule(this::watch, STALL_NANOS / 300);
    }

    private void forget() {
        Arrays.fill(missing, 0);
        underWay = 0;
        progressNanos = context.clock().elapsedNanos();
        countReaders();
    }

    private void fill() {
        boolean isAny = false;
        while (running && underWay < window) {
            int place = (int) (next % window);
            int readers = readersOf[context.numbering().channel(next)];
            // One that is slower than those behind it holds the window up.
            if (missing[place] > 0
                    || readers == 0
                    || !publishers.takesMore(context.numbering().publisher(next))) {
                break;
            }
            missing[place] = readers;
            numbers[place] = next;
            underWay++;
            publishers.publish(next++, context.clock().elapsedNanos());
            isAny = true;
        }
        if (isAny) {
            publishers.flush();
        }
    }

    @Override
    public void onDelivery(long number) {
        int place = (int) (number % window);
        if (numbers[place] == number && missing[place] > 0 && --missing[place] == 0) {
            underWay--;
            progressNanos = context.clock().elapsedNanos();
        }
    }

    @Override
    public void onRead() {
        if (underWay < window) {
            fill();
        }
    }

    @Override
    public void onChanged() {
        if (running) {
            forget();
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public long overdue() {
        return 0;
    }
}
