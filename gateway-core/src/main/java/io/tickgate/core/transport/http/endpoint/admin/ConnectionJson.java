package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.session.ConnectionReport;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.endpoint.Times;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireWriter;

/** A connection as the operator's listener tells it. */
final class ConnectionJson {
    private static final int FIELDS = 14;

    private ConnectionJson() {}

    /** @param withChannels whether to name what it is subscribed to */
    static void write(WireWriter json, ConnectionReport report, boolean withChannels) {
        json.beginObject(FIELDS + (withChannels ? 1 : 0));
        json.name("connection_id").string(report.id().toString());
        json.name("address").string(report.peer().address().getHostAddress());
        json.name("user_id");
        if (report.userId() == null) {
            json.nil();
        } else {
            json.string(report.userId());
        }
        json.name("user_agent").string(report.peer().userAgent());
        json.name("client_id").string(report.peer().label());
        json.name("format").string(report.kind().format().subprotocol());
        json.name("compressed").bool(report.kind().isDeflated());
        json.name("connected_at").string(Times.text(report.peer().connectedAtMillis()));
        json.name("subscriptions").integer(report.subscriptions());
        json.name("queued_bytes").integer(report.queuedBytes());
        json.name("rung").integer(report.rung());
        json.name("sent_bytes").integer(report.sentBytes());
        json.name("conflated").integer(report.conflated());
        json.name("dropped").integer(report.dropped());
        if (withChannels) {
            json.name("channels").beginArray(report.channels().size());
            report.channels().forEach(json::string);
            json.endArray();
        }
        json.endObject();
    }

    static void respondNotFound(HttpExchange exchange) {
        exchange.respondProblem(ProblemDetails.of(ErrorCode.NOT_FOUND, "There is no open connection of this id"));
    }
}
