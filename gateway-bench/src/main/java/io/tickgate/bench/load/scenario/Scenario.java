package io.tickgate.bench.load.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that a load run shall do, checked.
 *
 * @param name of its file, without the ending
 * @param phases what is published, in order, the warm-up first; at least one
 * @param settings every effective setting as its operator would write it
 */
public record Scenario(
        String name,
        TargetSpec target,
        ConnectionsSpec connections,
        SubscriptionsSpec subscriptions,
        PublishersSpec publishers,
        LoadSpec load,
        List<Phase> phases,
        RampSpec ramp,
        ChurnSpec churn,
        SlowReadersSpec slowReaders,
        List<Storm> storms,
        ExpectSpec expect,
        Map<String, String> settings) {

    /** Of all phases. */
    public Duration total() {
        return phases.stream().map(Phase::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /** Whether anybody comes back with a position. */
    public boolean recovers() {
        return (churn.perSecond() > 0 && churn.recover()) || storms.stream().anyMatch(Storm::recover);
    }
}
