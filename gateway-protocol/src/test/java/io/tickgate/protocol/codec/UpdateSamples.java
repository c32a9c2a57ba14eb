package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.UpdateMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/** The updates among the {@link Samples}. */
final class UpdateSamples {
    private static final long NOW = 1_795_435_200_123L;
    private static final long MICROS = 1_795_435_200_000_123L;
    private static final CommandId ONE = new CommandId.Number(1);

    private UpdateSamples() {}

    static Map<String, ServerMessage> updates() {
        Map<String, ServerMessage> all = new LinkedHashMap<>();
        var progress = Wire.body("{\"task_id\":\"backtest_001\",\"status\":\"running\",\"progress\":45.5,"
                + "\"current_step\":\"策略执行\",\"current_step_index\":4,\"total_steps\":10,"
                + "\"message\":\"正在执行KDJ策略...\",\"estimated_time_remaining\":120.5,\"elapsed_time\":30.2,"
                + "\"data\":{\"symbol\":\"0700.HK\",\"strategy\":\"kdj\"}}");
        all.put(
                "backtest_progress_update",
                new UpdateMessage.BacktestProgressUpdate(
                        null, "backtest_001", progress, NOW, delivery("backtest_progress:backtest_001")));
        all.put(
                "backtest_progress_update-answer",
                new UpdateMessage.BacktestProgressUpdate(ONE, "backtest_001", progress, NOW, null));
        all.put(
                "chart_update",
                new UpdateMessage.ChartUpdate(
                        null,
                        "0700.HK",
                        "add",
                        CommandSamples.points("{\"timestamp\":1731144000.5,\"data_type\":\"ohlcv\",\"value\":355.2,"
                                + "\"additional_data\":{\"field\":\"close\"}}"),
                        Wire.body("{\"data_types\":[\"ohlcv\"],\"batch_size\":1}"),
                        NOW,
                        delivery("chart_updates:0700.HK")));
        all.put(
                "notification",
                new UpdateMessage.Notification(
                        Wire.body("{\"id\":\"notif_1731144000000_1\",\"type\":\"backtest_completed\","
                                + "\"title\":\"回测完成\",\"priority\":\"HIGH\",\"action_url\":null}"),
                        NOW,
                        delivery("notifications")));
        all.put(
                "system_status_update",
                new UpdateMessage.SystemStatusUpdate(
                        Wire.body("{\"active_connections\":5,\"cpu_usage\":45.2,\"memory_usage\":1024.5,"
                                + "\"active_backtests\":2}"),
                        NOW,
                        null));
        all.put(
                "publication",
                new UpdateMessage.PublicationMessage(
                        "quote",
                        "market_data:0700.HK",
                        41,
                        MICROS,
                        "2026-11-23T12:00:00Z",
                        0,
                        Wire.body("{\"type\":\"quote\",\"price\":45.5,\"timestamp\":\"2026-11-23T12:00:00Z\"}")));
        all.put(
                "publication-counted",
                new UpdateMessage.PublicationMessage(
                        "quote",
                        "market_data:0700.HK",
                        57,
                        MICROS,
                        "2026-11-23T12:00:00Z",
                        16,
                        Wire.body("{\"type\":\"quote\",\"price\":45.5,\"timestamp\":\"2026-11-23T12:00:00Z\"}")));
        return all;
    }

    private static UpdateMessage.Delivery delivery(String channel) {
        return new UpdateMessage.Delivery(channel, 17, MICROS);
    }
}
