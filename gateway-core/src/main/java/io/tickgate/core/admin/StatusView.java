package io.tickgate.core.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gateway at one instant, as {@code GET /api/v1/websocket/status} tells it. Maps keep their order on the wire.
 *
 * @param degraded whether what gateways share is away
 * @param subscriptions subscriptions per channel family, topics summed under their family; the five families every
 *     gateway has are always there, first, and zero when nobody is subscribed
 * @param limits limit by its wire name, such as {@code max_connections}
 * @param messages count since the start by its wire name, such as {@code published}
 */
public record StatusView(
        boolean draining,
        boolean degraded,
        int totalConnections,
        Map<String, Long> subscriptions,
        Map<String, Long> limits,
        Map<String, Long> messages,
        long uptimeSeconds,
        String version) {
    private static final List<String> FAMILIES_ALWAYS =
            List.of("market_data", "backtest_progress", "chart_updates", "notifications", "system_status");

    public StatusView {
        Map<String, Long> all = new LinkedHashMap<>();
        for (String family : FAMILIES_ALWAYS) {
            all.put(family, 0L);
        }
        all.putAll(subscriptions);
        subscriptions = Collections.unmodifiableMap(all);
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
        messages = Collections.unmodifiableMap(new LinkedHashMap<>(messages));
    }
}
