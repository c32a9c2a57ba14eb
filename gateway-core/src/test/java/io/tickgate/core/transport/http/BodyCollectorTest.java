package io.tickgate.core.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.tickgate.core.limit.ByteBudget;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyCollectorTest {
    private static final String HEAD =
            RawHttpClient.head("POST /echo", "Content-Type: application/json", "Transfer-Encoding: chunked") + "\r\n";
    private static final long BUDGET = 100;

    private final ByteBudget budget = new ByteBudget(BUDGET);
    private final List<String> bodies = new ArrayList<>();

    private final HttpEndpoint endpoint = new HttpEndpoint.Whole() {
        @Override
        public Route route() {
            return Route.publish(HttpMethod.POST, "/echo", MediaType.JSON);
        }

        @Override
        public void handle(HttpExchange exchange, ByteBuf body) throws WireException {
            bodies.add(body.toString(UTF_8));
            if (body.toString(UTF_8).startsWith("broken")) {
                throw new WireException(ErrorCode.INVALID_FIELD, "wrong", "a[1]");
            }
            if (body.toString(UTF_8).startsWith("bug")) {
                throw new IllegalStateException("a bug of the gateway's own");
            }
            exchange.respondEmpty(204, ExtraHeaders.NONE);
        }
    };

    @Test
    void aBodyIsServedWhenItIsWholeAndHeldUntilThen() {
        try (EmbeddedServer server = new EmbeddedServer(budget, endpoint)) {
            server.send(HEAD).sendChunk("{\"a\":").sendChunk("1}");
            assertThat(bodies).isEmpty();
            assertThat(budget.freeBytes()).isEqualTo(BUDGET - 7);

            assertThat(server.send("0\r\n\r\n").sent()).startsWith("HTTP/1.1 204 ");
            assertThat(bodies).containsExactly("{\"a\":1}");
            assertThat(budget.freeBytes()).isEqualTo(BUDGET);
        }
    }

    @Test
    void whatIsAnnouncedTakesNothing() {
        try (EmbeddedServer server = new EmbeddedServer(budget, endpoint)) {
            server.send(
                    RawHttpClient.head("POST /echo", "Content-Type: application/json", "Content-Length: 64") + "\r\n");

            assertThat(budget.freeBytes()).isEqualTo(BUDGET);
        }
    }

    @Test
    void whatExceedsTheLimitIsRefusedAndGivenBack() {
        try (EmbeddedServer server = new EmbeddedServer(budget, endpoint)) {
            server.send(HEAD).sendChunk("x".repeat(60));

            assertThat(server.sendChunk("x".repeat(5)).sent())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("body_too_large");
            assertThat(budget.freeBytes()).isEqualTo(BUDGET);
        }
    }

    @Test
    void whenTheBudgetOfAllIsUsedUpTheNextBodyIsToldToComeBack() {
        try (EmbeddedServer one = new EmbeddedServer(budget, endpoint);
                EmbeddedServer other = new EmbeddedServer(budget, endpoint)) {
            one.send(HEAD).sendChunk("x".repeat(60));

            String answer = other.send(HEAD).sendChunk("x".repeat(41)).sent();
            assertThat(answer).startsWith("HTTP/1.1 503 ").contains("retry-after: 1\r\n", "\"code\":\"unavailable\"");
            assertThat(budget.freeBytes()).isEqualTo(40);
            assertThat(one.send("0\r\n\r\n").sent()).startsWith("HTTP/1.1 204 ");
            assertThat(budget.freeBytes()).isEqualTo(BUDGET);
        }
    }

    @Test
    void whoBreaksOffLeavesNothing() {
        EmbeddedServer server = new EmbeddedServer(budget, endpoint);
        server.send(HEAD).sendChunk("x".repeat(60));

        server.close();

        assertThat(budget.freeBytes()).isEqualTo(BUDGET);
        assertThat(bodies).isEmpty();
    }

    @Test
    void aBodyThatTakesTooLongIsGivenBack() {
        try (EmbeddedServer server = new EmbeddedServer(budget, endpoint)) {
            server.send(HEAD).sendChunk("x");
            server.pass(Duration.ofSeconds(29));
            server.sendChunk("x");
            assertThat(server.sent()).isEmpty();

            server.pass(Duration.ofSeconds(1));

            assertThat(server.sent()).startsWith("HTTP/1.1 408 ").contains("timeouts.connect", "connection: close");
            assertThat(budget.freeBytes()).isEqualTo(BUDGET);
        }
    }

    @Test
    void aFaultOfTheBodyIsAProblemAndABugIsTheGateways() {
        try (EmbeddedServer server = new EmbeddedServer(budget, endpoint)) {
            String fault =
                    server.send(HEAD).sendChunk("broken").send("0\r\n\r\n").sent();
            String bug = server.send(HEAD).sendChunk("bug").send("0\r\n\r\n").sent();

            assertThat(fault).startsWith("HTTP/1.1 422 ").contains("\"pointer\":\"/a/1\"");
            assertThat(bug)
                    .startsWith("HTTP/1.1 500 ")
                    .contains("internal_error")
                    .doesNotContain("a bug");
            assertThat(budget.freeBytes()).isEqualTo(BUDGET);
        }
    }
}
