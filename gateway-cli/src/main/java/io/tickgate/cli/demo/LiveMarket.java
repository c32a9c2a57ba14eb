package io.tickgate.cli.demo;

import java.util.List;

/** Plays a {@link Market}, one moment a slot, and what follows it. Owner: the demo's thread. */
final class LiveMarket implements DemoFeed {
    /** Half a year: every chart has a past from the start on, and the shortest series still has as many bars to come. */
    static final int HISTORY_BARS = 120;

    private final Market market;
    private final List<Follower> followers;

    LiveMarket(Market market, List<Follower> followers) {
        this.market = market;
        this.followers = List.copyOf(followers);
    }

    /** Sees each moment of the market after its quote. */
    interface Follower {
        void follow(Market.Moment moment, long nowNanos, DemoOutput out) throws InterruptedException;
    }

    @Override
    public void play(long number, long nowNanos, DemoOutput out) throws InterruptedException {
        long skipped =
                (long) HISTORY_BARS * Market.QUOTES_PER_BAR * market.series().size();
        Market.Moment moment = market.moment(number + skipped);
        for (String symbol : market.symbols(moment.bars())) {
            out.quote(symbol, Market.quote(moment, symbol));
        }
        for (Follower follower : followers) {
            follower.follow(moment, nowNanos, out);
        }
    }
}
