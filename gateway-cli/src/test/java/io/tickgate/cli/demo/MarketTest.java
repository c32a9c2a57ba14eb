package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void aRisingDayGoesFromOpenOverLowAndHighToCloseAndKeepsEveryDigit() throws Exception {
        Market market = market("X,2000-03-01,118.56,132.06,118.5,130.310,9616102,4.18");

        List<String> quotes = quotes(market, 0, 4);

        assertThat(quotes)
                .containsExactly(
                        quote("118.56,118.56,118.56,118.56,null,null,2404025,2000-03-01"),
                        quote("118.5,118.56,118.56,118.5,null,null,4808051,2000-03-01"),
                        quote("132.06,118.56,132.06,118.5,null,null,7212076,2000-03-01"),
                        quote("130.310,118.56,132.06,118.5,null,null,9616102,2000-03-01"));
    }

    @Test
    void aFallingDayRisesFirstAndIsComparedWithTheDayBefore() throws Exception {
        Market market =
                market("X,2000-03-01,127.0,128.0,120.0,125.00,4,1", "X,2000-03-02,127.0,127.94,120.69,122.0,8,1");

        List<String> quotes = quotes(market, 4, 4);

        assertThat(quotes)
                .containsExactly(
                        quote("127.0,127.0,127.0,127.0,125.00,1.60,2,2000-03-02"),
                        quote("127.94,127.0,127.94,127.0,125.00,2.35,4,2000-03-02"),
                        quote("120.69,127.0,127.94,120.69,125.00,-3.45,6,2000-03-02"),
                        quote("122.0,127.0,127.94,120.69,125.00,-2.40,8,2000-03-02"));
    }

    @Test
    void theFileIsPlayedAgainAfterItsEndOnTheDaysThatFollow() throws Exception {
        Market market = market("X,2000-03-01,1.0,1.0,1.0,1.0,4,1", "X,2000-03-02,2.0,2.0,2.0,2.0,8,1");

        assertThat(quotes(market, 8, 8).stream()
                        .map(quote -> quote.replace("2000-03-08", "2000-03-01").replace("2000-03-09", "2000-03-02")))
                .isEqualTo(quotes(market, 0, 8));
        assertThat(quotes(market, 8, 1).get(0)).contains("2000-03-08");
    }

    @Test
    void theSymbolsTakeTurnsAndEachPlaysItsDaysInOrder() throws Exception {
        Market market = new Market(BarFile.read(BarFiles.SHIPPED), Map.of());
        Map<String, String> sessions = new HashMap<>();

        for (long n = 0; n < 5 * 4 * 196; n++) {
            String symbol = market.series().get((int) (n % 5)).symbol();
            String json = quote(market, n);
            String session = json.substring(json.indexOf("\"session\":\"") + 11, json.length() - 2);

            assertThat(json).contains("\"symbol\":\"" + symbol + "\"");
            assertThat(sessions.getOrDefault(symbol, "").compareTo(session)).isLessThanOrEqualTo(0);
            sessions.put(symbol, session);
        }
        assertThat(sessions).containsEntry("FB", "2013-03-01").hasSize(5);
    }

    @Test
    void everyNumberIsAlwaysTheSameMessage() throws Exception {
        Market one = new Market(BarFile.read(BarFiles.SHIPPED), Map.of());
        Market other = new Market(BarFile.read(BarFiles.SHIPPED), Map.of());

        for (long n : new long[] {0, 7, 61_234, 9_876_543_210L, 987_654_321_098L}) {
            assertThat(quote(one, n)).isEqualTo(quote(other, n));
        }
    }

    private static String quote(Market market, long number) {
        Market.Moment moment = market.moment(number);
        return Market.quote(moment, moment.bars().symbol());
    }

    private Market market(String... bars) throws Exception {
        String[] lines = new String[bars.length + 1];
        lines[0] = BarFile.HEADER;
        System.arraycopy(bars, 0, lines, 1, bars.length);
        return new Market(BarFile.read(BarFiles.write(directory, lines)), Map.of());
    }

    private static List<String> quotes(Market market, long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(n -> quote(market, n))
                .toList();
    }

    /** @param values last, open, high, low, previous close, change, volume, session */
    private static String quote(String values) {
        String[] v = values.split(",", -1);
        return "{\"type\":\"quote\",\"symbol\":\"X\",\"last\":" + v[0] + ",\"open\":" + v[1] + ",\"high\":" + v[2]
                + ",\"low\":" + v[3] + ",\"previous_close\":" + v[4] + ",\"change_percent\":" + v[5] + ",\"volume\":"
                + v[6]
                + ",\"session\":\"" + v[7] + "\"}";
    }
}
