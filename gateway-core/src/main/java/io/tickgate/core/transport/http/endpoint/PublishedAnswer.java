package io.tickgate.core.transport.http.endpoint;

import io.tickgate.core.transport.http.HttpExchange;
import io.tickgate.core.transport.http.ProblemDetails;
import io.tickgate.protocol.wire.WireException;

/** Tells a publisher what became of a message. */
final class PublishedAnswer {
    private PublishedAnswer() {}

    static void respond(HttpExchange exchange, String channel, long offset, int recipientCount) {
        exchange.respondJson(200, json -> {
            json.beginObject(5);
            json.name("success").bool(true);
            json.name("channel").string(channel);
            json.name("recipient_count").integer(recipientCount);
            json.name("offset").integer(offset);
            json.name("timestamp").string(Times.text(exchange));
            json.endObject();
        });
    }

    static void refuse(HttpExchange exchange, WireException fault) {
        exchange.respondProblem(Refusals.retryable(ProblemDetails.of(fault)));
    }
}
