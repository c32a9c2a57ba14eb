package io.tickgate.cli.client;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code GET /api/v1/websocket/status} tells.
 *
 * @param subscriptions by channel family
 * @param limits by wire name
 * @param messages counts since the start, by wire name
 */
public record StatusReport(
        String status,
        long totalConnections,
        Map<String, Long> subscriptions,
        Map<String, Long> limits,
        Map<String, Long> messages,
        long uptimeSeconds,
        String version) {
    /** @throws WireException naming the field that is missing or of another type */
    public static StatusReport read(WireReader in) throws WireException {
        String status = "";
        String version = "";
        String timestamp = "";
        long uptimeSeconds = -1;
        long totalConnections = -1;
        Map<String, Long> subscriptions = new LinkedHashMap<>();
        Map<String, Long> limits = new LinkedHashMap<>();
        Map<String, Long> messages = new LinkedHashMap<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind kind = in.nextValue();
            switch (name) {
                case "status" -> status = string(in, kind, name);
                case "version" -> version = string(in, kind, name);
                case "timestamp" -> timestamp = string(in, kind, name);
                case "uptime_seconds" -> uptimeSeconds = integer(in, kind, name);
                case "limits" -> counts(in, kind, name, limits);
                case "messages" -> counts(in, kind, name, messages);
                case "connections" -> totalConnections = connections(in, kind, subscriptions);
                default -> in.skip();
            }
        }
        require(!status.isEmpty(), "status");
        require(!version.isEmpty(), "version");
        require(!timestamp.isEmpty(), "timestamp");
        require(totalConnections >= 0, "connections.total_connections");
        require(!subscriptions.isEmpty(), "connections.subscriptions");
        return new StatusReport(status, totalConnections, subscriptions, limits, messages, uptimeSeconds, version);
    }

    private static long connections(WireReader in, Kind kind, Map<String, Long> subscriptions) throws WireException {
        require(kind == Kind.OBJECT, "connections");
        long total = -1;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Kind inner = in.nextValue();
            switch (name) {
                case "total_connections" -> total = integer(in, inner, "connections." + name);
                case "subscriptions" -> counts(in, inner, "connections." + name, subscriptions);
                default -> in.skip();
            }
        }
        return total;
    }

    private static void counts(WireReader in, Kind kind, String field, Map<String, Long> counts) throws WireException {
        require(kind == Kind.OBJECT, field);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (in.nextValue() == Kind.NUMBER && in.isInteger()) {
                counts.put(name, in.integer());
            } else {
                in.skip();
            }
        }
    }

    private static String string(WireReader in, Kind kind, String field) throws WireException {
        require(kind == Kind.STRING, field);
        return in.string();
    }

    private static long integer(WireReader in, Kind kind, String field) throws WireException {
        require(kind == Kind.NUMBER && in.isInteger(), field);
        return in.integer();
    }

    private static void require(boolean holds, String field) throws WireException {
        if (!holds) {
            throw new WireException(
                    ErrorCode.INVALID_FIELD, "status lacks " + field + ", or it has a wrong type", field);
        }
    }
}
