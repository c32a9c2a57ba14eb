package io.tickgate.core;

import io.tickgate.core.config.GatewayConfig;
import io.tickgate.core.time.Clock;
import io.tickgate.core.time.SystemClock;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients go through a gateway before the one that is meant opens its port, so that the first real ones wait less for
 * code that is loaded, linked and compiled on the way.
 *
 * <p>The gateway is another one, on a port of the loopback that the system chooses, and is gone afterwards: what its
 * clients do leaves nothing in the counters, the topics, the offsets and the limits of the one that is meant. They come one
 * after the other, and only while {@code server.warm-up} lasts.
 */
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** After so many, all that a connection runs through is compiled: more would only take time. */
    private static final int CLIENTS_MAX = 400;

    /** For each answer: without one, the start goes on without a warm-up. */
    private static final int PATIENCE_MILLIS = 1000;

    private WarmUp() {}

    /**
     * Blocks the calling thread for as long as {@code server.warm-up} says, and what it takes to start the gateway and to end
     * it. Never fails: a gateway that could not be warmed up is merely slower at first.
     *
     * @return how many clients there were
     */
    public static int run(GatewayConfig config) {
        long atMostNanos = config.server().warmUp().toNanos();
        if (atMostNanos == 0) {
            return 0;
        }
        Clock clock = new SystemClock();
        int clients = 0;
        try (Gateway gateway = Gateway.startQuietly(settings(config))) {
            long startedAtNanos = clock.nanoTime();
            while (clients < CLIENTS_MAX && clock.nanoTime() - startedAtNanos < atMostNanos) {
                RehearsalClient.run(gateway.port(), PATIENCE_MILLIS);
                clients++;
            }
        } catch (IOException e) {
            LOG.warn("server.warm-up: it ended after {} clients: {}", clients, e.getMessage());
        }
        return clients;
    }

    /** One loop, since one client at a time needs no more; the sockets as they will be; all else by default. */
    private static GatewayConfig settings(GatewayConfig config) {
        return GatewayConfig.of(Map.of(
                "server.host",
                "127.0.0.1",
                "server.port",
                "0",
                "server.event-loops",
                "1",
                "server.transport",
                config.server().transport().name().toLowerCase(Locale.ROOT),
                "timeouts.shutdown",
                "1s"));
    }
}
