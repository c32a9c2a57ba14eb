package io.tickgate.core.transport.http;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.GatewayConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Gateways on a port that the system chooses, with two event loops. */
public final class TestGateways {
    private TestGateways() {}

    /** @param settings key and value in turn, such as {@code "timeouts.connect", "100ms"} */
    public static Gateway start(String... settings) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("server.port", "0", "server.event-loops", "2"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return Gateway.start(GatewayConfig.of(all));
    }
}
