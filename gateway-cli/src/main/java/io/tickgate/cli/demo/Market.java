package io.tickgate.cli.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Daily bars walked through as live quotes: an endless stream that is a function of its numbers, so that a player can leave
 * some out and go on anywhere.
 *
 * <p>The symbols take turns, so that each of them lives from the first second on; each plays its own bars in the order of
 * their dates and begins again after its last. A bar is four quotes: the open, the two extremes, the close. A day that
 * rose is taken to have dipped first, and one that fell to have risen first.
 *
 * <p>Immutable; any thread.
 */
final class Market {
    static final int QUOTES_PER_BAR = 4;

    private static final int DAYS_A_WEEK = 7;

    private final List<BarSeries> series;
    private final Map<String, String> aliases;

    /** @param aliases symbols of no bars of their own, by the one whose bars they show, too */
    Market(List<BarSeries> series, Map<String, String> aliases) {
        this.series = List.copyOf(series);
        this.aliases = Map.copyOf(aliases);
    }

    /** Under what the bars are shown. */
    List<String> symbols(BarSeries bars) {
        String alias = aliases.get(bars.symbol());
        return alias == null ? List.of(bars.symbol()) : List.of(bars.symbol(), alias);
    }

    /**
     * The day of a session, in days since 1970-01-01. It never goes back: when a series begins again, its days go on behind its
     * last one, on the same days of the week.
     */
    static long epochDay(BarSeries bars, long session) {
        long daysOfRound = 1L + bars.epochDay(bars.count() - 1) - bars.epochDay(0);
        long shift = (daysOfRound + DAYS_A_WEEK - 1) / DAYS_A_WEEK * DAYS_A_WEEK;
        return bars.epochDay((int) (session % bars.count())) + session / bars.count() * shift;
    }

    List<BarSeries> series() {
        return series;
    }

    /**
     * A moment of one symbol.
     *
     * @param index of {@code bars} among the series
     * @param session bars that were played before, in all rounds
     * @param step of the bar, from 0 at its open to 3 at its close
     */
    record Moment(int index, BarSeries bars, long session, int step) {
        int bar() {
            return (int) (session % bars.count());
        }

        LocalDate date() {
            return LocalDate.ofEpochDay(epochDay(bars, session));
        }

        boolean isClose() {
            return step == QUOTES_PER_BAR - 1;
        }
    }

    /** @param number from 0 */
    Moment moment(long number) {
        int index = (int) (number % series.size());
        long turn = number / series.size();
        return new Moment(index, series.get(index), turn / QUOTES_PER_BAR, (int) (turn % QUOTES_PER_BAR));
    }

    /**
     * A bar so far. Prices are {@link Price}s.
     *
     * @param last is its close, once it is over
     */
    record Forming(long open, long high, long low, long last, long volume) {}

    static Forming forming(Moment moment) {
        BarSeries bars = moment.bars;
        int bar = moment.bar();
        long last = walk(bars, bar, moment.step);
        long high = last;
        long low = last;
        for (int earlier = 0; earlier < moment.step; earlier++) {
            long price = walk(bars, bar, earlier);
            high = Price.millionths(price) > Price.millionths(high) ? price : high;
            low = Price.millionths(price) < Price.millionths(low) ? price : low;
        }
        return new Forming(bars.open(bar), high, low, last, bars.volume(bar) * (moment.step + 1) / QUOTES_PER_BAR);
    }

    /** The quote of a moment, as one JSON object, under one of the {@link #symbols} of its bars. */
    static String quote(Moment moment, String symbol) {
        BarSeries bars = moment.bars;
        int bar = moment.bar();
        Forming forming = forming(moment);
        StringBuilder json = new StringBuilder(256);
        json.append("{\"type\":\"quote\",\"symbol\":\"").append(symbol).append('"');
        member(json, "last", forming.last);
        member(json, "open", forming.open);
        member(json, "high", forming.high);
        member(json, "low", forming.low);
        if (bar == 0) {
            // Nobody knows what came before the first bar of the file.
            json.append(",\"previous_close\":null,\"change_percent\":null");
        } else {
            long previous = bars.close(bar - 1);
            member(json, "previous_close", previous);
            json.append(",\"change_percent\":");
            appendPercent(Price.millionths(forming.last), Price.millionths(previous), json);
        }
        json.append(",\"volume\":").append(forming.volume);
        json.append(",\"session\":\"").append(moment.date()).append("\"}");
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
