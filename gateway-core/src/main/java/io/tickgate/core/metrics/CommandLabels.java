package io.tickgate.core.metrics;

import io.tickgate.protocol.message.ClientMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which commands are counted apart. */
final class CommandLabels {
    /** What should have been a command and is none, or is one that nobody knows. */
    private static final String MALFORMED = "malformed";

    private static final String OTHER = "other";

    static final List<String> ALL = List.of(
            "ping",
            "subscribe",
            "unsubscribe",
            "subscribe_chart",
            "unsubscribe_chart",
            "remove_chart",
            "request_backtest_progress",
            "get_notifications",
            "mark_notification_read",
            "ack",
            "publish",
            "publish_backtest_progress",
            "publish_chart",
            "publish_notification",
            "publish_system_status",
            "authenticate",
            "set_channels",
            "set_limits",
            "resume",
            MALFORMED,
            OTHER);

    static final int MALFORMED_INDEX = ALL.indexOf(MALFORMED);
    private static final int OTHER_INDEX = ALL.indexOf(OTHER);
    private static final Map<String, Integer> INDEXES = indexes();

    private CommandLabels() {}

    private static Map<String, Integer> indexes() {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < ALL.size(); i++) {
            indexes.put(ALL.get(i), i);
        }
        return indexes;
    }

    static int index(ClientMessage command) {
        return INDEXES.getOrDefault(command.type(), OTHER_INDEX);
    }
}
