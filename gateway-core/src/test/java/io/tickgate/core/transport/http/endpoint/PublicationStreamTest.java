package io.tickgate.core.transport.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.limit.ByteBudget;
import io.tickgate.core.transport.http.EmbeddedServer;
import io.tickgate.core.transport.http.RawHttpClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an upload is read and when it is not. One chunk is one line; at most four may wait for their publication. */
class PublicationStreamTest {
    private static final String LINE = "{\"channel\":\"market_data\",\"message\":{}}\n";
    private static final long BUDGET = 1 << 20;

    private final GatedBroker broker = new GatedBroker();
    private final ByteBudget budget = new ByteBudget(BUDGET);
    private final EmbeddedServer server =
            new EmbeddedServer(budget, new PublicationsEndpoint(broker, EmbeddedServer.SETTINGS, budget));

    @BeforeEach
    void begin() {
        server.send(RawHttpClient.head(
                        "POST /api/v1/websocket/publications",
                        "Content-Type: application/x-ndjson",
                        "Transfer-Encoding: chunked")
                + "\r\n");
    }

    @AfterEach
    void end() {
        server.close();
        assertThat(budget.freeBytes()).isEqualTo(BUDGET);
    }

    private void sendLines(int count) {
        for (int i = 0; i < count; i++) {
            server.sendChunk(LINE);
        }
    }

    @Test
    void readingPausesWhileTooManyLinesWaitAndGoesOnAtHalf() {
        sendLines(10);
        assertThat(broker.channels).hasSize(4);

        broker.reply(1);
        assertThat(broker.channels).hasSize(4);

        broker.reply(1);
        assertThat(broker.channels).hasSize(6);
    }

    @Test
    void readingPausesWhileTheBrokerIsCongested() {
        broker.congest();
        sendLines(3);
        assertThat(broker.channels).hasSize(1);

        broker.relieve();
        assertThat(broker.channels).hasSize(3);
    }

    @Test
    void repliesDoNotEndThePauseOfACongestedBroker() {
        broker.congest();
        sendLines(3);
        broker.reply(1);

        assertThat(broker.channels).hasSize(1);
    }

    @Test
    void theAnswerWaitsForEveryPublication() {
        sendLines(2);
        server.send("0\r\n\r\n");
        broker.reply(1);
        assertThat(server.sent()).isEmpty();

        broker.reply(1);
        assertThat(server.sent())
                .startsWith("HTTP/1.1 200 ")
                .endsWith("{\"accepted\":2,\"errors\":[],\"errors_total\":0}");
    }

    @Test
    void aPauseIsTheGatewaysAndNoDeadlineOfThePeer() {
        broker.congest();
        sendLines(2);
        server.pass(Duration.ofMinutes(10));
        assertThat(server.sent()).isEmpty();

        broker.relieve();
        assertThat(broker.channels).hasSize(2);
        server.pass(Duration.ofSeconds(31));
        assertThat(server.sent()).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void aStreamMayTakeAnyTimeAsLongAsPiecesCome() {
        for (int i = 0; i < 20; i++) {
            server.pass(Duration.ofSeconds(29));
            server.sendChunk(LINE);
            broker.reply(1);
        }
        server.send("0\r\n\r\n");

        assertThat(server.sent()).contains("{\"accepted\":20,");
    }

    @Test
    void aPublisherThatIsGoneIsNotReadOn() {
        broker.congest();
        sendLines(3);

        server.close();
        broker.relieve();
        broker.reply(1);

        assertThat(broker.channels).hasSize(1);
        assertThat(server.isOpen()).isFalse();
    }
}
