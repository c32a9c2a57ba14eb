package io.tickgate.bench.load.scenario;

import java.util.List;

/** What keys of different sections have to do with each other. */
final class ScenarioRules {
    private final Scenario scenario;
    private final ScenarioValues values;

    ScenarioRules(Scenario scenario, ScenarioValues values) {
        this.scenario = scenario;
        this.values = values;
    }

    /** @param said the phases that the operator wrote */
    void check(List<Phase> said) {
        checkLoad(said);
        checkReconnects();
        int readers = scenario.connections().count() - scenario.slowReaders().count();
        values.require(
                readers >= 1,
                SlowReadersSpec.COUNT.key(),
                "must leave one of " + ConnectionsSpec.COUNT.key() + ", which is "
                        + scenario.connections().count() + ", that reads");
        for (int i = 0; i < scenario.storms().size(); i++) {
            values.require(
                    scenario.storms().get(i).connections() <= readers,
                    Storm.LIST + "[" + i + "].connections",
                    "must be at most the " + readers + " connections that read");
        }
        values.require(
                scenario.expect().memoryBytes() == 0
                        || !scenario.target().serverPids().isEmpty(),
                ExpectSpec.MEMORY.key(),
                "cannot be told without " + TargetSpec.SERVER_PID.key());
    }

    private void checkLoad(List<Phase> said) {
        boolean isDay = !said.isEmpty();
        boolean isRamp = scenario.ramp().isWanted();
        boolean isSaturated = scenario.load().saturateWindow() > 0;
        values.require(!isDay || !isRamp, RampSpec.TO.key(), "and phases cannot both say the rates");
        for (String key : List.of(LoadSpec.RATE.key(), LoadSpec.DURATION.key())) {
            values.require(!isDay || !values.isSaid(key), key, "is said by the phases");
            values.require(!isRamp || !values.isSaid(key), key, "is said by the ramp");
        }
        values.require(
                !isSaturated || (!isDay && !isRamp),
                LoadSpec.SATURATE.key(),
                "publishes as fast as it can, so there are no phases and no ramp");
        values.require(
                !isSaturated
                        || (scenario.churn().perSecond() == 0
                                && scenario.storms().isEmpty()),
                LoadSpec.SATURATE.key(),
                "waits for every subscriber, so none may leave by churn or storms");
    }

    private void checkReconnects() {
        SubscriptionsSpec subscriptions = scenario.subscriptions();
        boolean byFamily = subscriptions.by() == SubscriptionsSpec.Way.FAMILY;
        values.require(
                !byFamily || !scenario.recovers(),
                SubscriptionsSpec.BY.key(),
                "family has no positions to come back with; recover needs name or list");
    }
}
