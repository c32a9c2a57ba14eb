package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.util.List;
import java.util.Locale;

/**
 * The subscribers' connections.
 *
 * @param perSecond how many are opened in a second
 * @param deflate whether compression is offered, and must be accepted
 */
public record ConnectionsSpec(int count, int perSecond, FormatChoice format, boolean deflate) {
    /** What subscribers speak. */
    public enum FormatChoice {
        JSON,
        MSGPACK,
        /** Every other one MessagePack. */
        BOTH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Setting<Integer> COUNT =
            Setting.integer("connections.count", 1, 200_000, 100, "Subscribers, each with a connection of its own.");
    static final Setting<Integer> PER_SECOND = Setting.integer(
            "connections.per-second", 1, 20_000, 1000, "How many are opened in a second, and come back in a storm.");
    static final Setting<FormatChoice> FORMAT = Setting.choice(
            "connections.format",
            FormatChoice.class,
            FormatChoice.JSON,
            "What subscribers speak; both: every other one.");
    static final Setting<Boolean> DEFLATE =
            Setting.flag("connections.deflate", false, "Whether messages come compressed.");

    static final List<Setting<?>> ALL = List.of(COUNT, PER_SECOND, FORMAT, DEFLATE);

    static ConnectionsSpec of(ScenarioValues values) {
        return new ConnectionsSpec(values.get(COUNT), values.get(PER_SECOND), values.get(FORMAT), values.get(DEFLATE));
    }
}
