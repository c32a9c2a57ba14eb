package io.tickgate.core.transport.websocket;

import static io.tickgate.core.transport.websocket.ClientFrames.FIN;
import static io.tickgate.core.transport.websocket.ClientFrames.RSV1;
import static io.tickgate.core.transport.websocket.ClientFrames.TEXT;
import static io.tickgate.core.transport.websocket.ClientFrames.deflate;
import static io.tickgate.core.transport.websocket.ClientFrames.frame;
import static io.tickgate.core.transport.websocket.ClientFrames.text;
import static io.tickgate.core.transport.websocket.ClientFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.protocol.message.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that were read together, and wait in the connection because reading stopped at one of them. */
class QueuedCommandsTest {
    /** As many levels would be far too deep for any stack. */
    private static final int QUEUED = 3_000;

    /** Inflated more than one turn of the loop takes, so that reading stops and the rest is queued. */
    private static final int FILLERS = 80;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"get_notifications\",\"id\":%d}",
                "{\"type\":\"subscribe\",\"channels\":[\"market_data:a\",\"market_data:b\"],\"id\":%d}",
                "{\"type\":\"subscribe\",\"channel\":\"market_data\",\"id\":%d}",
                "{\"type\":\"ping\",\"id\":%d}",
            })
    void areAnsweredOneAfterTheOtherHoweverManyTheyAre(String command) {
        List<byte[]> read = new ArrayList<>();
        byte[] filler = deflate(utf8("{\"type\":\"ping\",\"id\":0,\"pad\":\"" + "x".repeat(1_900) + "\"}"));
        for (int i = 0; i < FILLERS; i++) {
            read.add(frame(FIN | RSV1 | TEXT, filler));
        }
        for (int i = 1; i <= QUEUED; i++) {
            read.add(text(command.formatted(i)));
        }

        try (SessionPipeline client = new SessionPipeline(WireFormat.JSON)) {
            long inOneTurn = client.receiveInOneRead(read.toArray(byte[][]::new));

            assertThat(inOneTurn).isLessThan(FILLERS);
            List<String> answers = client.replies();
            assertThat(answers).hasSize(FILLERS + QUEUED);
            for (int i = 1; i <= QUEUED; i++) {
                assertThat(answers.get(FILLERS + i - 1)).endsWith("\"id\":" + i + "}");
            }
            assertThat(client.isOpen()).isTrue();
        }
    }
}
