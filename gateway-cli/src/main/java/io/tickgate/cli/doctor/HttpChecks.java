package io.tickgate.cli.doctor;

import io.tickgate.cli.client.HttpApiClient;
import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.client.StatusReport;
import io.tickgate.cli.console.Failure;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What plain HTTP tells of a gateway. */
final class HttpChecks {
    private static final List<String> FAMILIES =
            List.of("market_data", "backtest_progress", "chart_updates", "notifications", "system_status");

    /** The guide promises 100 concurrent connections and more. */
    private static final long CONNECTIONS_EXPECTED = 100;

    private final HttpApiClient api;
    private @Nullable StatusReport report;

    HttpChecks(HttpApiClient api) {
        this.api = api;
    }

    List<Check> reachable() {
        return List.of(
                new Check("liveness", () -> health("live", "restart the gateway: its event loops do not answer")),
                new Check("readiness", () -> health("ready", "wait until it has started, or see why it is draining")),
                new Check("status", this::status));
    }

    List<Check> limits() {
        return List.of(new Check("limits", this::limitsReported));
    }

    private Finding health(String name, String advice) throws Failure, InterruptedException {
        URI uri = api.url().health(name);
        Answer answer = api.get(uri);
        return answer.status() == 200
                ? Finding.ok(uri.getPath() + " answers 200")
                : Finding.fail(uri.getPath() + " answers " + answer.status(), advice);
    }

    private Finding status() throws Failure, InterruptedException {
        Answer answer = api.get(api.url().status());
        if (answer.status() == 401) {
            return Finding.fail("HTTP 401", "show a token or an API key by --token or GATEWAY_TOKEN");
        }
        if (answer.status() != 200) {
            return Finding.fail("HTTP " + answer.status(), "see whether a proxy in between changes the path");
        }
        StatusReport read = answer.read(StatusReport::read);
        report = read;
        List<String> missing = new ArrayList<>(FAMILIES);
        missing.removeAll(read.subscriptions().keySet());
        if (!missing.isEmpty()) {
            return Finding.fail(
                    "connections.subscriptions lacks " + String.join(", ", missing), "is this the gateway you mean?");
        }
        return Finding.ok("version " + read.version() + ", " + read.status() + ", " + read.totalConnections()
                + " connections, up " + read.uptimeSeconds() + " s");
    }

    private Finding limitsReported() {
        StatusReport read = report;
        Long max = read == null ? null : read.limits().get("max_connections");
        if (read == null || max == null) {
            return Finding.warn("the status tells no limits", "ask the gateway itself: gateway status");
        }
        String detail = max + " connections, " + read.limits().get("max_connections_per_ip") + " per address, "
                + read.limits().get("max_message_bytes") + " bytes a message, "
                + read.limits().get("max_subscriptions") + " subscriptions a connection";
        if (max < CONNECTIONS_EXPECTED) {
            return Finding.warn(
                    detail, "fewer than " + CONNECTIONS_EXPECTED + " clients fit: raise limits.max-connections");
        }
        long free = max - read.totalConnections();
        return free < max / 10
                ? Finding.warn(detail + "; only " + free + " are free", "raise limits.max-connections")
                : Finding.ok(detail);
    }
}
