package io.tickgate.bench.load.dialect;

import io.tickgate.bench.load.scenario.Scenario;

/** Makes the dialect that a scenario names. */
public final class Dialects {
    private Dialects() {}

    public static Dialect of(Scenario scenario) {
        return switch (scenario.target().dialect()) {
            case GATEWAY -> new GatewayDialect(scenario.subscriptions());
            case TOPIC -> new TopicDialect();
            case CENTRIFUGO -> new CentrifugoDialect(scenario.target().apiKey());
        };
    }
}
