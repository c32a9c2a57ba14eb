package io.tickgate.core.feed.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.codec.ChartPointReader;
import io.tickgate.protocol.message.ChartPoint;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PointSeriesTest {
    private static final String[] FIELDS = {"open", "high", "low", "close"};

    private record Expected(double time, String field, double value) {}

    private static ChartPoint point(String json) {
        try {
            return new ChartPointReader().read(Points.list(json)).get(0);
        } catch (WireException e) {
            throw new AssertionError(e.text(), e);
        }
    }

    private static ChartPoint bar(String field, int time, double value) {
        return point(Points.bar(field, Integer.toString(time), Double.toString(value)));
    }

    private static List<Expected> contents(PointSeries series) {
        List<Expected> all = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            PointDetail detail = series.detail(i);
            all.add(new Expected(series.time(i), detail == null ? "" : detail.field(), series.value(i)));
        }
        return all;
    }

    /** The same rules without a ring: insert behind equal times, drop the oldest. */
    private static void put(List<Expected> model, Expected added, int max) {
        for (int i = 0; i < model.size(); i++) {
            if (model.get(i).time == added.time && model.get(i).field.equals(added.field)) {
                model.set(i, added);
                return;
            }
        }
        model.add(added);
        model.sort(Comparator.comparingDouble(Expected::time));
        if (model.size() > max) {
            model.remove(0);
        }
    }

    @Property(tries = 300)
    void whateverComesInWhateverOrderTheNewestStayInAscendingTime(@ForAll long seed) {
        Random random = new Random(seed);
        int max = 1 + random.nextInt(70);
        int times = 1 + random.nextInt(60);
        PointSeries series = new PointSeries(max);
        List<Expected> model = new ArrayList<>();

        for (int i = 0; i < 300; i++) {
            String field = FIELDS[random.nextInt(FIELDS.length)];
            int time = random.nextInt(times);
            series.put(bar(field, time, i));
            put(model, new Expected(time, field, i), max);

            assertThat(contents(series)).isEqualTo(model);
        }
        assertThat(series.firstAtOrAfter(times / 2.0)).isEqualTo((int)
                model.stream().filter(p -> p.time < times / 2.0).count());
    }

    @Test
    void whatManyPointsSayIsKeptOnce() {
        PointSeries series = new PointSeries(5000);

        for (int i = 0; i < 5000; i++) {
            series.put(bar(FIELDS[i % 4], i / 4, i));
        }

        assertThat(series.bytes()).isLessThan(5000 * PointSeries.POINT_BYTES + 1000);
    }

    @Test
    void whatAPointSaysAloneIsGivenBackWithIt() {
        PointSeries series = new PointSeries(16);
        long empty = series.bytes();
        String json = "{\"timestamp\":%d,\"data_type\":\"indicator_KDJ_K\",\"value\":1,\"additional_data\":{\"D\":%d}}";

        for (int i = 0; i < 16; i++) {
            series.put(point(json.formatted(i, 100 + i)));
        }
        long full = series.bytes();
        for (int i = 16; i < 200; i++) {
            series.put(point(json.formatted(i, 100 + i)));
        }

        assertThat(full).isGreaterThan(empty);
        assertThat(series.bytes()).isEqualTo(full);
        for (int i = 200; i < 216; i++) {
            series.put(point(Points.point("indicator_KDJ_K", Integer.toString(i), "1")));
        }
        assertThat(series.bytes()).isEqualTo(empty);
    }

    @Property(tries = 500)
    void neverMoreIsUsedThanWasForeseenOfABatch(@ForAll long seed) {
        Random random = new Random(seed);
        int max = 1 + random.nextInt(random.nextBoolean() ? 12 : 60);
        PointSeries series = new PointSeries(max);
        int texts = 1 + random.nextInt(4);

        for (int batch = 0; batch < 60; batch++) {
            List<ChartPoint> points = new ArrayList<>();
            int back = random.nextInt(4) == 0 ? 10 : 1;
            for (int i = 1 + random.nextInt(random.nextBoolean() ? 3 : 14); i > 0; i--) {
                points.add(randomPoint(random, batch + 11 + random.nextInt(3) - random.nextInt(back), texts));
            }
            points.sort(Comparator.comparingDouble(ChartPoint::timestamp));
            long foreseen = series.bytes() + PointForecast.bytesToAdd(series, points);

            points.forEach(series::put);

            assertThat(series.bytes()).isLessThanOrEqualTo(foreseen);
        }
    }

    private static ChartPoint randomPoint(Random random, int time, int texts) {
        String more = switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> "\"field\":\"" + FIELDS[random.nextInt(4)] + '"';
            default ->
                "\"field\":\"" + FIELDS[random.nextInt(4)] + "\",\"x\":\"" + "x".repeat(20 * random.nextInt(texts))
                        + '"';
        };
        String value = random.nextInt(10) == 0 ? "9007199254740993" : "1";
        return point("{\"timestamp\":" + time + ",\"data_type\":\"ohlcv\",\"value\":" + value + ",\"additional_data\":{"
                + more + "}}");
    }

    @Test
    void barsThatChangeOrMoveOnInAFullRingAddNothing() {
        PointSeries series = new PointSeries(40);
        for (int i = 0; i < 40; i++) {
            series.put(bar(FIELDS[i % 4], i / 4, i));
        }

        assertThat(PointForecast.bytesToAdd(series, List.of(bar("open", 9, 1), bar("close", 9, 2))))
                .isZero();
        assertThat(PointForecast.bytesToAdd(series, List.of(bar("open", 10, 1), bar("high", 10, 2))))
                .isZero();
        assertThat(PointForecast.bytesToAdd(series, List.of(bar("other", 9, 1))))
                .isPositive();
    }

    @Test
    void neverMoreIsUsedThanWasForeseen() {
        PointSeries series = new PointSeries(100);
        Random random = new Random(7);

        for (int i = 0; i < 500; i++) {
            ChartPoint point = bar(FIELDS[random.nextInt(4)], random.nextInt(200), i);
            long foreseen = series.bytes() + series.bytesToAdd(1) + PointDetail.costOf(point);

            series.put(point);

            assertThat(series.bytes()).isLessThanOrEqualTo(foreseen);
        }
    }
}
