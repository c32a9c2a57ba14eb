package io.tickgate.core.session;

/** The channels that commands mean which name a symbol or a task instead. */
final class GuideTopics {
    static final String NOTIFICATIONS = "notifications";
    static final String SYSTEM_STATUS = "system_status";

    private GuideTopics() {}

    static String ofChart(String symbol) {
        return "chart_updates:" + symbol;
    }

    static String ofTask(String taskId) {
        return "backtest_progress:" + taskId;
    }
}
