package io.tickgate.bench.load.scenario;

import io.tickgate.core.config.Setting;
import java.util.List;
import java.util.Locale;

/**
 * Who publishes, and what.
 *
 * @param count connections that take turns
 * @param payloadBytes of one message as its publisher writes it in JSON
 */
public record PublishersSpec(int count, Way via, Format format, int payloadBytes) {
    /** The shortest payload that has room for what tells one delivery from another. */
    public static final int PAYLOAD_BYTES_MIN = 64;

    /** How publications reach the server. */
    public enum Way {
        /** Commands over a WebSocket. */
        WEBSOCKET,
        /** A request for each, several under way on one connection. */
        HTTP,
        /** One request whose body has a line for each and never ends. */
        STREAM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What publishers write. */
    public enum Format {
        JSON,
        MSGPACK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Setting<Integer> COUNT =
            Setting.integer("publishers.count", 1, 64, 1, "Connections that publish, in turn.");
    static final Setting<Way> VIA = Setting.choice(
            "publishers.via", Way.class, Way.WEBSOCKET, "Commands, a request each, or lines of one long request.");
    static final Setting<Format> FORMAT =
            Setting.choice("publishers.format", Format.class, Format.JSON, "What publishers write.");
    static final Setting<Long> PAYLOAD = Setting.size(
            "publishers.payload", PAYLOAD_BYTES_MIN + "B", "60KiB", "256B", "Bytes of one message in JSON.");

    static final List<Setting<?>> ALL = List.of(COUNT, VIA, FORMAT, PAYLOAD);

    static PublishersSpec of(ScenarioValues values) {
        return new PublishersSpec(
                values.get(COUNT),
                values.get(VIA),
                values.get(FORMAT),
                values.get(PAYLOAD).intValue());
    }
}
