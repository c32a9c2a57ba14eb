package io.tickgate.cli;

import io.tickgate.core.Gateway;
import io.tickgate.core.config.ConfigLoader;
import io.tickgate.protocol.message.CloseCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A real gateway on a free port. */
final class TestGateway implements AutoCloseable {
    private final Gateway gateway;

    private TestGateway(Gateway gateway) {
        this.gateway = gateway;
    }

    /** @param settings keys and values, alternately */
    static TestGateway start(String... settings) throws IOException {
        Map<String, String> flags = new HashMap<>(Map.of("server.port", "0"));
        for (int i = 0; i < settings.length; i += 2) {
            flags.put(settings[i], settings[i + 1]);
        }
        return new TestGateway(Gateway.start(ConfigLoader.load(null, Map.of(), flags)));
    }

    int port() {
        return gateway.port();
    }

    String url() {
        return "http://localhost:" + gateway.port();
    }

    /** Publishes, and waits until it is numbered. @return how many it went to */
    int publish(String channel, String json) {
        return gateway.publisher()
                .publish(channel, json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join()
                .recipientCount();
    }

    /** As an operator would announce it. */
    void drain() {
        gateway.drain(CloseCode.SERVICE_RESTART);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
