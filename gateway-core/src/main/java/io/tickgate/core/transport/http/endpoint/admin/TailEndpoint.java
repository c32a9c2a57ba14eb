package io.tickgate.core.transport.http.endpoint.admin;

import io.tickgate.core.admin.Redaction;
import io.tickgate.core.audit.AuditLog;
import io.tickgate.core.broadcast.Epochs;
import io.tickgate.core.broadcast.TopicTail;
import io.tickgate.core.session.UserTopics;
import io.tickgate.core.transport.http.HttpEndpoint;
import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.core.transport.http.Route;
import io.tickgate.core.transport.http.endpoint.QueryFields;
import io.tickgate.core.transport.http.endpoint.Times;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /admin/v1/channels/{name}/tail?after=&limit=}: the newest publications of a channel that are kept, with the
 * values hidden that are nobody's business. Who follows asks again with the offset that he was told.
 */
final class TailEndpoint implements HttpEndpoint.Plain {
    private static final String NAME = "name";
    private static final Route ROUTE = Route.get(AdminPaths.CHANNELS + "/{" + NAME + "}/tail");
    private static final int LIMIT_MAX = 100;
    private static final int LIMIT_DEFAULT = 20;

    private final TopicTail tail;
    private final Epochs epochs;
    private final Redaction redaction;
    private final Redaction ofUsers = Redaction.ofAll();

    TailEndpoint(TopicTail tail, Epochs epochs, Redaction redaction) {
        this.tail = tail;
        this.epochs = epochs;
        this.redaction = redaction;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public void handle(HttpExchange exchange) throws WireException {
        String name = exchange.pathVariable(NAME);
        int limit = QueryFields.integer(exchange, "limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        long after = QueryFields.whole(exchange, "after", WireReader.EXACT_MAX, 0);
        if (after == 0) {
            // Once for each who begins to look, and not once a second.
            AuditLog.operator("tail", "channel", name, "");
        }
        tail.read(name, after, limit, exchange.executor(), report -> answer(exchange, name, report));
    }

    private void answer(HttpExchange exchange, String name, TopicTail.@Nullable Report report) {
        if (report == null) {
            exchange.respondProblem(ProblemDetails.of(ErrorCode.NOT_FOUND, "There is no channel of this name now"));
            return;
        }
        Redaction rule = UserTopics.isOne(name) ? ofUsers : redaction;
        exchange.respondJson(200, json -> {
            json.beginObject(6);
            json.name("channel").string(name);
            json.name("epoch").string(epochs.of(name));
            json.name("offset").integer(report.offset());
            json.name("skipped").integer(report.skipped());
            json.name("publications").beginArray(report.kept().size());
            report.kept().forEach(kept -> write(json, kept, rule));
            json.endArray();
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }

    private static void write(WireWriter json, TopicTail.Kept kept, Redaction rule) {
        json.beginObject(4);
        json.name("offset").integer(kept.offset());
        json.name("server_time").seconds(kept.epochMicros());
        json.name("bytes").integer(kept.bytes());
        json.name("text");
        String text = text(kept, rule);
        if (text == null) {
            json.nil();
        } else {
            json.string(text);
        }
        json.endObject();
    }

    /** As text, since it is to be looked at; null when it is too large, or more than the reader of small messages takes. */
    private static @Nullable String text(TopicTail.Kept kept, Redaction rule) {
        ByteBuffer payload = kept.payload();
        if (payload == null) {
            return null;
        }
        byte[] message = new byte[payload.remaining()];
        payload.duplicate().get(message);
        WireBuffer buffer = new WireBuffer();
        try {
            rule.write(kept.format(), message, WireWriter.json(buffer));
        } catch (WireException e) {
            return null;
        }
        return new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8);
    }
}
