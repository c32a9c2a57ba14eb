package io.tickgate.cli.demo;

import io.tickgate.cli.demo.DemoOutput.Notice;
import io.tickgate.cli.demo.Market.Moment;
import io.tickgate.protocol.message.Priority;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says that a symbol's K has just crossed its D where that means most: upwards while it is sold off, downwards while it is
 * bought up. At most once a minute, for all symbols together and however fast the market is, so that nobody is annoyed.
 *
 * <p><b>Owner:</b> the demo's thread.
 */
final class KdjSignals implements LiveMarket.Follower {
    static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final double SOLD_OFF = 30;
    private static final double BOUGHT_UP = 70;

    private final KdjLines lines;
    private boolean hasSpoken;
    private long spokeAtNanos;

    KdjSignals(KdjLines lines) {
        this.lines = lines;
    }

    @Override
    public void follow(Moment moment, long nowNanos, DemoOutput out) throws InterruptedException {
        if (!moment.isClose() || (hasSpoken && nowNanos - spokeAtNanos < INTERVAL.toNanos())) {
            return;
        }
        Notice notice = noticeOf(moment);
        if (notice != null) {
            hasSpoken = true;
            spokeAtNanos = nowNanos;
            out.notice(notice);
        }
    }

    private @Nullable Notice noticeOf(Moment moment) {
        BarSeries bars = moment.bars();
        Kdj kdj = lines.of(bars);
        int bar = moment.bar();
        Kdj.Value value = kdj.at(bar);
        if (value == null) {
            return null;
        }
        if (kdj.crossesUp(bar) && value.k() < SOLD_OFF) {
            return notice(moment, value, "golden_cross", "金叉", "上穿");
        }
        if (kdj.crossesDown(bar) && value.k() > BOUGHT_UP) {
            return notice(moment, value, "dead_cross", "死叉", "下穿");
        }
        return null;
    }

    private static Notice notice(Moment moment, Kdj.Value value, String signal, String name, String way) {
        BarSeries bars = moment.bars();
        int bar = moment.bar();
        StringBuilder close = new StringBuilder();
        Price.append(bars.close(bar), close);
        return new Notice(
                "info",
                Priority.LOW,
                "KDJ " + name + ": " + bars.symbol(),
                String.format(
                        Locale.ROOT,
                        "%s %s 收盘 %s, K %.2f %s D %.2f",
                        bars.symbol(),
                        moment.date(),
                        close,
                        value.k(),
                        way,
                        value.d()),
                new JsonObject()
                        .text("symbol", bars.symbol())
                        .text("signal", signal)
                        .price("close", bars.close(bar))
                        .figure("K", value.k())
                        .figure("D", value.d())
                        .figure("J", value.j()),
                null,
                null);
    }
}
