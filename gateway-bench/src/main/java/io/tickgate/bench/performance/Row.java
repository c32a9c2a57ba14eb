package io.tickgate.bench.performance;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work, done by several contestants in turn.
 *
 * @param id names the files of its results
 * @param work what is done, in words
 * @param floor whose figures the others' are divided by; null for none
 */
record Row(String id, String work, @Nullable Contestant floor, List<Entry> entries) {

    static Row of(String id, String work, @Nullable Contestant floor, Entry... entries) {
        return new Row(id, work, floor, Arrays.asList(entries));
    }

    /** One contestant's part, and what it must reach. */
    record Entry(Contestant who, Measurement measurement, List<Requirement> required) {
        static Entry of(Contestant who, Measurement measurement, Requirement... required) {
            return new Entry(who, measurement, Arrays.asList(required));
        }
    }

    /**
     * Rows that make one table.
     *
     * @param id what {@code --only} and the document call it
     * @param isByRequest whether it is measured only when it is asked for by name
     */
    record Group(String id, List<Metric> metrics, boolean isByRequest, List<Row> rows) {}
}
