package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.protocol.wire.WireException;

/** Tells a publisher what became of a message. */
final class PublishedAnswer {
    private PublishedAnswer() {}

    static void respond(HttpExchange exchange, String channel, long offset, int recipientCount) {
        respond(exchange, channel, offset, recipientCount, false);
    }

    /** It was published before under the same key, and has that {@code offset}. */
    static void duplicate(HttpExchange exchange, String channel, long offset) {
        respond(exchange, channel, offset, 0, true);
    }

    private static void respond(
            HttpExchange exchange, String channel, long offset, int recipientCount, boolean isDuplicate) {
        exchange.respondJson(200, json -> {
            json.beginObject(isDuplicate ? 6 : 5);
            json.name("success").bool(true);
            json.name("channel").string(channel);
            json.name("recipient_count").integer(recipientCount);
            json.name("offset").integer(offset);
            if (isDuplicate) {
                json.name("duplicate").bool(true);
            }
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }

    static void refuse(HttpExchange exchange, WireException fault) {
        exchange.respondProblem(Refusals.retryable(ProblemDetails.of(fault)));
    }
}
