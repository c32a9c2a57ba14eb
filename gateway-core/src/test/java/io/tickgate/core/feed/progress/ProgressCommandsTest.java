package io.tickgate.core.feed.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.ErrorMessage;
import io.tickgate.protocol.message.ServerMessage.PublishConfirmed;
import io.tickgate.protocol.message.UpdateMessage.BacktestProgressUpdate;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressCommandsTest {
    /** Enough loops that a task's home is another one than its publisher's. */
    private final Simulation simulation = new Simulation(new SimulationSettings().loops(3));

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    private static MessageBody body(WireFormat format, String json) {
        MessageReader reader = new MessageReader(WireLimits.DEFAULT);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        try {
            MessageBody body = reader.readBody(WireFormat.JSON, bytes, 0, bytes.length);
            WireBuffer buffer = new WireBuffer();
            WireWriter.of(format, buffer).body(body);
            return reader.readBody(format, buffer.toBytes(), 0, buffer.length());
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private void publish(SimulatedClient client, String taskId, MessageBody data) {
        client.send(new ClientMessage.PublishBacktestProgress(client.nextId(), taskId, data));
        simulation.loops().runAll();
    }

    private void request(SimulatedClient client, String taskId) {
        client.send(new ClientMessage.RequestBacktestProgress(client.nextId(), taskId));
        simulation.loops().runAll();
    }

    @ParameterizedTest
    @EnumSource(WireFormat.class)
    void aLateJoinerGetsTheStateThatAPublisherReported(WireFormat format) {
        SimulatedClient publisher = simulation.connect(0, FrameKind.of(format, 0));
        SimulatedClient late = simulation.connect(1, FrameKind.of(format, 0));
        for (int i = 0; i < 6; i++) {
            publish(publisher, "task" + i, body(format, "{\"progress\":45.5,\"data\":{\"symbol\":\"0700.HK\"}}"));
        }

        for (int i = 0; i < 6; i++) {
            request(late, "task" + i);
            BacktestProgressUpdate answer = late.received().last(BacktestProgressUpdate.class);
            assertThat(answer.taskId()).isEqualTo("task" + i);
            assertThat(answer.id()).isEqualTo(late.sent().get(i).id());
            assertThat(answer.delivery()).isNull();
            assertThat(answer.data().memberCount()).isEqualTo(10);
        }

        assertThat(publisher.received().all(PublishConfirmed.class)).hasSize(6).allSatisfy(confirmed -> {
            assertThat(confirmed.offset()).isEqualTo(1);
            assertThat(confirmed.conflated()).isFalse();
        });
    }

    @Test
    void aReportsBytesAreBorrowedForTheCallOnly() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        for (int i = 0; i < 6; i++) {
            String taskId = "task" + i;
            simulation.loop(0).execute(() -> {
                MessageBody borrowed = body(WireFormat.JSON, "{\"message\":\"m\",\"data\":{\"a\":1}}");
                PublishedReport reply = new PublishedReport();
                simulation.progress().update(taskId, borrowed, "", simulation.loop(0), reply);
                Bodies.scribble(borrowed);
            });
        }
        simulation.loops().runAll();

        for (int i = 0; i < 6; i++) {
            request(client, "task" + i);
            MessageBody state =
                    client.received().last(BacktestProgressUpdate.class).data();
            assertThat(new String(state.bytes(), state.offset(), state.length(), StandardCharsets.UTF_8))
                    .contains("\"message\":\"m\"", "\"data\":{\"a\":1}");
        }
    }

    /** Insists that a report is applied. */
    private static final class PublishedReport implements ProgressReply {
        @Override
        public void onUpdated(ProgressReceipt receipt) {
            assertThat(receipt.created()).isTrue();
        }

        @Override
        public void onRefused(WireException fault) {
            throw new AssertionError(fault);
        }
    }

    @Test
    void aMergedReportIsConfirmedAsSuch() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        publish(client, "t", body(WireFormat.JSON, "{\"progress\":1}"));
        publish(client, "t", body(WireFormat.JSON, "{\"progress\":2}"));

        PublishConfirmed confirmed = client.received().last(PublishConfirmed.class);
        assertThat(confirmed.channel()).isEqualTo("backtest_progress:t");
        assertThat(confirmed.offset()).isEqualTo(1);
        assertThat(confirmed.recipientCount()).isZero();
        assertThat(confirmed.conflated()).isTrue();
    }

    @Test
    void anUnknownTaskIsToldWithItsId() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);

        request(client, "nobody's");

        ErrorMessage error = client.received().last(ErrorMessage.class);
        assertThat(error.code()).isEqualTo(ErrorCode.TASK_NOT_FOUND);
        assertThat(error.taskId()).isEqualTo("nobody's");
        assertThat(error.command()).isEqualTo("request_backtest_progress");
        assertThat(error.id()).isEqualTo(client.sent().get(0).id());
    }

    @Test
    void aFieldAtFaultIsNamedWithItsPath() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);

        publish(client, "t", body(WireFormat.JSON, "{\"progress\":-1}"));
        ErrorMessage negative = client.received().last(ErrorMessage.class);
        publish(client, "a b", body(WireFormat.JSON, "{\"progress\":1}"));
        ErrorMessage noChannel = client.received().last(ErrorMessage.class);

        assertThat(negative.field()).isEqualTo("data.progress");
        assertThat(negative.taskId()).isEqualTo("t");
        assertThat(noChannel.field()).isEqualTo("task_id");
    }

    @Test
    void answersComeInTheOrderOfTheCommands() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        for (int i = 0; i < 6; i++) {
            client.send(new ClientMessage.RequestBacktestProgress(client.nextId(), "t" + i));
            client.ping();
        }
        simulation.loops().runAll();

        assertThat(client.messages().stream()
                        .skip(1)
                        .map(ProgressCommandsTest::idOf)
                        .toList())
                .isEqualTo(client.sent().stream().map(ClientMessage::id).toList());
    }

    private static Object idOf(ServerMessage message) {
        Object id = message instanceof ErrorMessage error ? error.id() : ((ServerMessage.Pong) message).id();
        return id == null ? "" : id;
    }
}
