package io.tickgate.core.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/** What several loops measured, summed up by handing this from one to the next. One thread at a time. */
public final class StageTotals {
    private final Map<String, Map<Stage, AbstractHistogram>> byFamily = new LinkedHashMap<>();

    AbstractHistogram of(String family, Stage stage) {
        return byFamily.computeIfAbsent(family, name -> new EnumMap<>(Stage.class))
                .computeIfAbsent(stage, which -> RecentHistogram.empty());
    }

    /** By family in the order in which they were met, and stage; what nothing was measured of is left out. */
    public List<StageSummary> summaries() {
        List<StageSummary> summaries = new ArrayList<>();
        byFamily.forEach((family, stages) -> stages.forEach((stage, times) -> {
            if (times.getTotalCount() > 0) {
                summaries.add(StageSummary.of(family, stage, times));
            }
        }));
        return summaries;
    }
}
