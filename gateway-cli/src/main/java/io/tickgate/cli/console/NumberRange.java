package io.tickgate.cli.console;

import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of options: those within a range, and one text for all others. Each subclass is one range. */
public abstract class NumberRange<N extends Number> implements ITypeConverter<N> {
    private final Function<String, N> parser;
    private final double least;
    private final double most;
    private final String rule;

    private NumberRange(Function<String, N> parser, double least, double most, String rule) {
        this.parser = parser;
        this.least = least;
        this.most = most;
        this.rule = rule;
    }

    @Override
    public N convert(String value) {
        try {
            N number = parser.apply(value);
            if (number.doubleValue() >= least && number.doubleValue() <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below like any other that is none.
        }
        throw new TypeConversionException("must be " + rule + ", was \"" + value + '"');
    }

    /** Counts. */
    public static final class FromOne extends NumberRange<Integer> {
        public FromOne() {
            super(Integer::valueOf, 1, Integer.MAX_VALUE, "a whole number of at least 1");
        }
    }

    /** How many publications of the past. */
    public static final class RewindLast extends NumberRange<Integer> {
        public RewindLast() {
            super(Integer::valueOf, 1, Rewind.LAST_MAX, "a whole number from 1 to " + Rewind.LAST_MAX);
        }
    }

    /** How many seconds of the past. */
    public static final class RewindSeconds extends NumberRange<Integer> {
        public RewindSeconds() {
            super(Integer::valueOf, 1, Rewind.SECONDS_MAX, "a whole number from 1 to " + Rewind.SECONDS_MAX);
        }
    }

    /** Kilobits a second that a connection is sent; 0 is none. */
    public static final class Kbps extends NumberRange<Integer> {
        public Kbps() {
            super(
                    Integer::valueOf,
                    0,
                    BandwidthLimits.KBPS_MAX,
                    "a whole number from 0 to " + BandwidthLimits.KBPS_MAX);
        }
    }

    /** How often a client wants a state. */
    public static final class Hertz extends NumberRange<Double> {
        public Hertz() {
            super(
                    Double::valueOf,
                    Double.MIN_VALUE,
                    SubscribeOptions.HZ_MAX,
                    "a number above 0, at most " + (int) SubscribeOptions.HZ_MAX);
        }
    }

    /** Messages a second that are sent from here. */
    public static final class Rate extends NumberRange<Double> {
        private static final double LEAST = 0.1;
        private static final double MOST = 1_000_000;

        public Rate() {
            super(Double::valueOf, LEAST, MOST, "a number from 0.1 to 1000000");
        }
    }

    /** Quotes of the demo a second. */
    public static final class DemoRate extends NumberRange<Double> {
        private static final double LEAST = 0.1;
        private static final double MOST = 10_000;

        public DemoRate() {
            super(Double::valueOf, LEAST, MOST, "a number from 0.1 to 10000");
        }
    }
}
