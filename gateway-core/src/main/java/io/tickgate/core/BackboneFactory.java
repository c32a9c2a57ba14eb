package io.tickgate.core;

import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.config.ConfigException;
import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.time.Clock;
import java.util.ServiceLoader;

/** Makes a backbone of one kind. Found by {@link ServiceLoader}, so that a gateway that stands alone carries none of it. */
public interface BackboneFactory {
    /** The value of {@code broker} that asks for it. */
    String broker();

    /**
     * Makes one that does nothing until {@link Backbone#start}.
     *
     * @throws ConfigException when what the configuration says of it is no good
     */
    Backbone newBackbone(GatewayConfig config, Clock clock);

    /**
     * The one for that broker.
     *
     * @throws ConfigException when none is on the class path
     */
    static BackboneFactory require(String broker) {
        for (BackboneFactory factory : ServiceLoader.load(BackboneFactory.class)) {
            if (factory.broker().equals(broker)) {
                return factory;
            }
        }
        throw new ConfigException("broker", "\"" + broker + "\" needs gateway-cluster on the class path");
    }
}
