package io.tickgate.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusViewTest {
    @Test
    void theFiveFamiliesAreAlwaysThereAndFirst() {
        Map<String, Long> counted = new LinkedHashMap<>();
        counted.put("orders", 2L);
        counted.put("notifications", 3L);

        StatusView view = new StatusView(false, false, 1, counted, Map.of(), Map.of(), 0, "1");

        assertThat(view.subscriptions().keySet())
                .containsExactly(
                        "market_data",
                        "backtest_progress",
                        "chart_updates",
                        "notifications",
                        "system_status",
                        "orders");
        assertThat(view.subscriptions()).containsEntry("notifications", 3L).containsEntry("market_data", 0L);
    }

    @Test
    void aViewDoesNotChange() {
        Map<String, Long> limits = new LinkedHashMap<>(Map.of("max_topics", 1L));
        StatusView view = new StatusView(false, false, 1, Map.of(), limits, Map.of(), 0, "1");

        limits.clear();

        assertThat(view.limits()).containsEntry("max_topics", 1L);
        assertThatThrownBy(() -> view.messages().put("x", 1L)).isInstanceOf(UnsupportedOperationException.class);
    }
}
