package io.tickgate.core.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.fuzz.Corpus;
import io.tickgate.core.fuzz.Pieces;
import io.tickgate.core.limit.ByteBudget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Requests with something wrong in them: each is answered or refused by name, however it is cut, and nothing else happens. */
class HttpFuzzTest {
    private static final Corpus REQUESTS = Corpus.of("http");
    private static final long BUDGET_BYTES = 1 << 20;

    /** Says how long a body is. */
    private static final class Measuring implements HttpEndpoint.Whole {
        @Override
        public Route route() {
            return Route.publish(HttpMethod.POST, "/thing", MediaType.JSON);
        }

        @Override
        public void handle(HttpExchange exchange, ByteBuf body) {
            int length = body.readableBytes();
            exchange.respondJson(
                    200,
                    json -> json.beginObject(1).name("length").integer(length).endObject());
        }
    }

    private static String answers(List<byte[]> pieces) {
        ByteBudget budget = new ByteBudget(BUDGET_BYTES);
        StringBuilder sent = new StringBuilder();
        try (EmbeddedServer server = new EmbeddedServer(budget, new Measuring())) {
            for (byte[] piece : pieces) {
                if (server.isOpen()) {
                    server.send(piece);
                    sent.append(server.sent());
                }
            }
        }
        assertThat(budget.freeBytes()).isEqualTo(BUDGET_BYTES);
        return sent.toString().replaceAll("date: [^\r]*", "date: now");
    }

    @Property(tries = 400)
    void aRequestCutAnywhereIsAnsweredAlikeAndNeverBreaksTheGateway(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] request = REQUESTS.mutation(random);

        String whole = answers(List.of(request));

        assertThat(whole).doesNotContain("internal_error").matches("(?s)(HTTP/1\\.1 \\d{3} .*)?");
        assertThat(answers(Pieces.of(request, random))).isEqualTo(whole);
    }

    @Property(tries = 300)
    void arbitraryBytesAreRefused(@ForAll byte[] bytes) {
        assertThat(answers(List.of(bytes, "\r\n\r\n".getBytes(StandardCharsets.US_ASCII))))
                .matches("(?s)(HTTP/1\\.1 [45]\\d\\d .*)?");
    }
}
