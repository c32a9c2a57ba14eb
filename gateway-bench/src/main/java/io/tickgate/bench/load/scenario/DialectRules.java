package io.tickgate.bench.load.scenario;

import io.tickgate.bench.load.scenario.TargetSpec.DialectName;

/** What a dialect cannot do is refused by the name of the key that asks for it. */
final class DialectRules {
    private final Scenario scenario;
    private final ScenarioValues values;
    private final DialectName dialect;

    DialectRules(Scenario scenario, ScenarioValues values) {
        this.scenario = scenario;
        this.values = values;
        this.dialect = scenario.target().dialect();
    }

    void check() {
        PublishersSpec publishers = scenario.publishers();
        values.require(
                publishers.via() != PublishersSpec.Way.STREAM || publishers.format() == PublishersSpec.Format.JSON,
                PublishersSpec.FORMAT.key(),
                "must be json with " + PublishersSpec.VIA.key() + ": stream, whose body is lines");
        if (dialect == DialectName.GATEWAY) {
            return;
        }
        refuse(publishers.via() == PublishersSpec.Way.STREAM, PublishersSpec.VIA.key(), "stream");
        refuse(
                dialect == DialectName.TOPIC && publishers.via() == PublishersSpec.Way.HTTP,
                PublishersSpec.VIA.key(),
                "http");
        refuse(publishers.format() != PublishersSpec.Format.JSON, PublishersSpec.FORMAT.key(), "msgpack");
        refuse(
                scenario.connections().format() != ConnectionsSpec.FormatChoice.JSON,
                ConnectionsSpec.FORMAT.key(),
                scenario.connections().format().toString());
        SubscriptionsSpec.Way by = scenario.subscriptions().by();
        refuse(by != SubscriptionsSpec.Way.NAME, SubscriptionsSpec.BY.key(), by.toString());
        refuse(scenario.subscriptions().ack(), SubscriptionsSpec.ACK.key(), "true");
        int filters = scenario.subscriptions().filters();
        refuse(filters > 0, SubscriptionsSpec.FILTERS.key(), Integer.toString(filters));
        refuse(scenario.churn().recover(), ChurnSpec.RECOVER.key(), "true");
        for (int i = 0; i < scenario.storms().size(); i++) {
            refuse(scenario.storms().get(i).recover(), Storm.LIST + "[" + i + "].recover", "true");
        }
    }

    private void refuse(boolean isAsked, String key, String value) {
        values.require(!isAsked, key, "the dialect " + dialect + " does not know " + value);
    }
}
