package io.tickgate.bench.plot;

import java.util.ArrayList;
import java.util.List;

/** How values are laid out along an axis, and where its ticks stand. */
public enum Scale {
    /** From 0, even. */
    LINEAR {
        @Override
        Range around(double min, double max) {
            double step = niceStep(max);
            return new Range(0, Math.max(step, Math.ceil(max / step - 1e-9) * step));
        }

        @Override
        List<Double> ticks(Range range) {
            double step = niceStep(range.max());
            List<Double> ticks = new ArrayList<>();
            for (int i = 0; i * step <= range.max() * (1 + 1e-9); i++) {
                ticks.add(i * step);
            }
            return ticks;
        }

        @Override
        double transform(double value) {
            return value;
        }
    },

    /** Every step multiplies; for values above 0. */
    LOG {
        @Override
        Range around(double min, double max) {
            double low = Math.max(min, 1e-9);
            return new Range(below(low), above(Math.max(max, low)));
        }

        @Override
        List<Double> ticks(Range range) {
            double decades = Math.log10(range.max() / range.min());
            List<Double> ticks = new ArrayList<>();
            for (int exponent = (int) Math.floor(Math.log10(range.min()) + 1e-9);
                    Math.pow(10, exponent) <= range.max() * (1 + 1e-9);
                    exponent++) {
                for (double digit : decades > 3 ? POWERS : ONE_TWO_FIVE) {
                    double tick = digit * Math.pow(10, exponent);
                    if (tick >= range.min() * (1 - 1e-9) && tick <= range.max() * (1 + 1e-9)) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }

        @Override
        double transform(double value) {
            return Math.log10(Math.max(value, 1e-9));
        }
    },

    /** Percentiles: 90, 99, 99.9 … are equally far from each other. 100 would be infinitely far and has no place. */
    PERCENTILE {
        @Override
        Range around(double min, double max) {
            return new Range(0, Math.min(Math.max(max, 90), 99.99999));
        }

        @Override
        List<Double> ticks(Range range) {
            List<Double> ticks = new ArrayList<>(List.of(0.0, 50.0));
            for (double rest = 10; 100 - rest <= range.max() + 1e-9; rest /= 10) {
                ticks.add(100 - rest);
            }
            return ticks;
        }

        @Override
        double transform(double value) {
            return -Math.log10((100 - Math.min(value, 99.999999)) / 100);
        }
    };

    private static final double[] ONE_TWO_FIVE = {1, 2, 5};
    private static final double[] POWERS = {1};
    private static final int STEPS = 5;

    /** The ends of an axis that shows everything from {@code min} to {@code max}. */
    abstract Range around(double min, double max);

    abstract List<Double> ticks(Range range);

    abstract double transform(double value);

    /** Where {@code value} stands, 0 at the beginning of the axis and 1 at its end. */
    double at(double value, Range range) {
        double from = transform(range.min());
        double share = (transform(value) - from) / (transform(range.max()) - from);
        return Math.min(1, Math.max(0, share));
    }

    private static double niceStep(double max) {
        double rough = Math.max(max, 1e-9) / STEPS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
    }

    private static double below(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double digit = value / power;
        return (digit < 2 ? 1 : digit < 5 ? 2 : 5) * power;
    }

    private static double above(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double digit = value / power;
        return (digit < 2 ? 2 : digit < 5 ? 5 : 10) * power;
    }

    record Range(double min, double max) {}
}
