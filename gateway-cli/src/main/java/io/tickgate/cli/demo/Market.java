package io.tickgate.cli.demo;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * Daily bars walked through as live quotes on {@code market_data:<symbol>}.
 *
 * <p>The symbols take turns, so that each of them lives from the first second on; each plays its own bars in the order of
 * their dates and begins again after its last. A bar is four quotes: the open, the two extremes, the close. A day that
 * rose is taken to have dipped first, and one that fell to have risen first.
 *
 * <p>Immutable; any thread.
 */
public final class Market implements DemoFeed {
    private static final int QUOTES_PER_BAR = 4;
    private static final String FAMILY = "market_data:";

    private final List<BarSeries> series;

    Market(List<BarSeries> series) {
        this.series = List.copyOf(series);
    }

    /** Reads the bars of {@code file} into memory. */
    public static Market open(Path file) throws BarFileException {
        return new Market(BarFile.read(file));
    }

    /** The symbols, in the order of their turns. */
    public List<String> symbols() {
        return series.stream().map(BarSeries::symbol).toList();
    }

    @Override
    public DemoMessage message(long number) {
        BarSeries bars = series.get((int) (number % series.size()));
        long turn = number / series.size();
        int bar = (int) (turn / QUOTES_PER_BAR % bars.count());
        int step = (int) (turn % QUOTES_PER_BAR);
        return new DemoMessage(FAMILY + bars.symbol(), quote(bars, bar, step));
    }

    private static String quote(BarSeries bars, int bar, int step) {
        long last = walk(bars, bar, step);
        long high = last;
        long low = last;
        for (int earlier = 0; earlier < step; earlier++) {
            long price = walk(bars, bar, earlier);
            high = Price.millionths(price) > Price.millionths(high) ? price : high;
            low = Price.millionths(price) < Price.millionths(low) ? price : low;
        }
        StringBuilder json = new StringBuilder(256);
        json.append("{\"type\":\"quote\",\"symbol\":\"").append(bars.symbol()).append('"');
        member(json, "last", last);
        member(json, "open", bars.open(bar));
        member(json, "high", high);
        member(json, "low", low);
        if (bar == 0) {
            // Nobody knows what came before the first bar of the file.
            json.append(",\"previous_close\":null,\"change_percent\":null");
        } else {
            long previous = bars.close(bar - 1);
            member(json, "previous_close", previous);
            json.append(",\"change_percent\":");
            appendPercent(Price.millionths(last), Price.millionths(previous), json);
        }
        json.append(",\"volume\":").append(bars.volume(bar) * (step + 1) / QUOTES_PER_BAR);
        json.append(",\"session\":\"")
                .append(LocalDate.ofEpochDay(bars.epochDay(bar)))
                .append("\"}");
        return json.toString();
    }

    /** The price at one step of a bar's way. */
    private static long walk(BarSeries bars, int bar, int step) {
        boolean rose = Price.millionths(bars.close(bar)) >= Price.millionths(bars.open(bar));
        return switch (step) {
            case 0 -> bars.open(bar);
            case 1 -> rose ? bars.low(bar) : bars.high(bar);
            case 2 -> rose ? bars.high(bar) : bars.low(bar);
            default -> bars.close(bar);
        };
    }

    private static void member(StringBuilder json, String name, long price) {
        json.append(",\"").append(name).append("\":");
        Price.append(price, json);
    }

    /** Two decimals, half away from zero, in whole numbers only: the same on every machine. */
    private static void appendPercent(long last, long previous, StringBuilder json) {
        long scaled = Math.multiplyExact(Math.abs(last - previous), 10_000L);
        long hundredths = (scaled + previous / 2) / previous;
        if (last < previous && hundredths > 0) {
            json.append('-');
        }
        json.append(hundredths / 100).append('.');
        json.append((char) ('0' + hundredths % 100 / 10)).append((char) ('0' + hundredths % 10));
    }
}
