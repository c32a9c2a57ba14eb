package io.tickgate.core.feed.chart;

import static io.tickgate.core.feed.chart.Points.bar;
import static io.tickgate.core.feed.chart.Points.point;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points that are asked for, page by page. */
class ChartPagingTest extends ChartScenario {
    @Test
    void pointsAreAskedForByTypeByCountAndByTime() {
        publish(
                point("trade", "1", "1"),
                point("volume", "1", "2"),
                point("trade", "2", "3"),
                point("trade", "3", "4"));

        assertThat(pointsOf(new ChartQuery("trade", 2, null)))
                .isEqualTo('[' + point("trade", "2.0", "3.0") + ',' + point("trade", "3.0", "4.0") + ']');
        assertThat(pointsOf(new ChartQuery(null, 2, PointCursor.at(1))))
                .isEqualTo('[' + point("trade", "1.0", "1.0") + ',' + point("volume", "1.0", "2.0") + ']');
        assertThat(pointsOf(new ChartQuery(null, 9, PointCursor.at(2.5))))
                .isEqualTo('[' + point("trade", "3.0", "4.0") + ']');
        assertThat(pointsOf(new ChartQuery("ohlcv", 9, null))).isEqualTo("[]");
    }

    @Test
    void noBarIsCutByALimit() {
        String old = bar("open", "1.0", "1.0") + ',' + bar("close", "1.0", "2.0");
        String young = bar("open", "2.0", "3.0") + ',' + bar("high", "2.0", "4.0") + ',' + bar("close", "2.0", "5.0");
        publish(old + ',' + young);

        assertThat(pointsOf(ChartQuery.newest(4))).isEqualTo('[' + young + ']');
        assertThat(pointsOf(ChartQuery.newest(1))).isEqualTo('[' + young + ']');
        assertThat(pointsOf(ChartQuery.newest(5))).isEqualTo('[' + old + ',' + young + ']');
        assertThat(pointsOf(new ChartQuery(null, 1, PointCursor.at(0)))).isEqualTo('[' + old + ']');
        assertThat(pointsOf(new ChartQuery(null, 4, PointCursor.at(0)))).isEqualTo('[' + old + ']');
    }

    @Test
    void aNumberThatNoDoubleHoldsKeepsItsDigitsInHistory() {
        String exact = "{\"timestamp\":1, \"data_type\":\"trade\", \"value\":0.12345678901234567890}";
        publish(exact);
        publish(point("trade", "2", "9007199254740993"));

        assertThat(pointsOf(ChartQuery.newest(10)))
                .isEqualTo('[' + exact.substring(0, exact.length() - 1) + ",\"additional_data\":{}},"
                        + point("trade", "2", "9007199254740993") + ']');
    }

    @Test
    void pagesHoldEveryPointOnce() {
        List<String> points = new ArrayList<>();
        for (int time = 1; time <= 40; time++) {
            for (String field : List.of("open", "high", "low", "close")) {
                points.add(bar(field, time + ".0", "1.0"));
            }
            points.add(point("volume", time + ".0", "2.0"));
        }
        publish(points.toArray(new String[0]));

        for (int limit : new int[] {1, 4, 5, 6, 13, 199, 200, 1000}) {
            assertThat(pages(null, limit)).as("limit %d", limit).isEqualTo(points);
        }
        assertThat(pages("volume", 7)).hasSize(40);
    }

    @Test
    void aTimeThatIsTooLargeForAPageGoesOnInTheNext() {
        limits(new ChartSettings(9, 9, 5000, 16 << 20, 2 << 10));
        List<String> points = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            points.add(bar("f" + i, "1.0", "1.0"));
        }
        for (int i = 0; i < 100; i++) {
            points.add("{\"timestamp\":1.0,\"data_type\":\"trade\",\"value\":1.0,"
                    + "\"additional_data\":{\"field\":\"g" + i + "\"}}");
        }
        points.add(point("trade", "2.0", "1.0"));
        publish(points.toArray(new String[0]));

        assertThat(pages(null, 1000)).isEqualTo(points);
    }

    @Test
    void whatComesBetweenTwoPagesIsNeitherLostNorDoubled() {
        limits(new ChartSettings(9, 9, 5000, 16 << 20, 2 << 10));
        for (int i = 0; i < 50; i++) {
            publish(bar("f" + i, "1.0", "1.0"), point("trade", "2.0", "1.0"));
        }

        PointPage first = page(new ChartQuery(null, 1000, PointCursor.at(0)));
        publish(bar("late", "1.0", "9.0"));
        List<String> read = new ArrayList<>(elements(first));
        read.addAll(pagesFrom(PointCursor.parse(Objects.requireNonNull(first.next())), null, 1000));

        assertThat(read).hasSize(52).doesNotHaveDuplicates().contains(bar("late", "1.0", "9.0"));
    }

    @Test
    void theNewestPointsSayThatThereAreOlderOnes() {
        publish(point("trade", "1", "1"), point("trade", "2", "2"));

        PointPage newest = page(ChartQuery.newest(1));

        assertThat(newest.more()).isTrue();
        assertThat(newest.next()).isNull();
        assertThat(page(ChartQuery.newest(2)).more()).isFalse();
    }

    @Test
    void aCursorOfAChartThatWasRemovedBeginsWithItsTime() {
        publish(point("trade", "1.0", "1.0"), point("trade", "2.0", "2.0"));

        assertThat(pagesFrom(new PointCursor(1, "volume", 3), null, 10)).hasSize(2);
        assertThat(pagesFrom(new PointCursor(1, "trade", 1_000), null, 10)).hasSize(1);
        assertThat(pagesFrom(new PointCursor(9, "trade", 1), null, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1731144000", "!", "AAAA", "MDAwMC4xLg", "ZmZmMDAwMDAwMDAwMDAwMC4wLg"})
    void whatIsNoCursorIsNotReadAsOne(String text) {
        assertThat(PointCursor.parse(text)).isNull();
    }

    @Test
    void aCursorComesBackAsItWas() {
        PointCursor cursor = new PointCursor(1731144000.25, "indicator_KDJ_K", 17);

        assertThat(PointCursor.parse(cursor.text())).isEqualTo(cursor);
        assertThat(PointCursor.parse(PointCursor.at(0).text())).isEqualTo(PointCursor.at(0));
    }

    private List<String> pages(@Nullable String dataType, int limit) {
        return pagesFrom(PointCursor.at(0), dataType, limit);
    }

    private List<String> pagesFrom(@Nullable PointCursor from, @Nullable String dataType, int limit) {
        List<String> points = new ArrayList<>();
        PointPage page = page(new ChartQuery(dataType, limit, from));
        points.addAll(elements(page));
        while (page.next() != null) {
            assertThat(page.more()).isTrue();
            assertThat(points.size()).as("a page that does not go on").isLessThan(1_000);
            page = page(new ChartQuery(dataType, limit, PointCursor.parse(page.next())));
            points.addAll(elements(page));
        }
        assertThat(page.more()).isFalse();
        return points;
    }

    private static List<String> elements(PointPage page) {
        String json = Points.json(page.points());
        String inner = json.substring(1, json.length() - 1);
        return inner.isEmpty() ? List.of() : List.of(inner.split(",(?=\\{\"timestamp\")"));
    }
}
