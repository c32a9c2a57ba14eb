package io.tickgate.core.feed.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.TaskStatus;
import io.tickgate.protocol.message.UpdateMessage;
import io.tickgate.protocol.message.UpdateMessage.BacktestProgressUpdate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A simulated gateway that is sent reports on back-tests, and what a test asks of it. */
abstract class ProgressScenario {
    Simulation simulation = new Simulation();

    @AfterEach
    void everythingIsGivenBack() {
        simulation.end();
    }

    final CompletableFuture<ProgressReceipt> send(String taskId, String json) {
        CompletableFuture<ProgressReceipt> future = simulation
                .progress()
                .update(taskId, json.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture();
        simulation.loops().runAll();
        assertThat(future).isDone();
        return future;
    }

    final ProgressReceipt update(String taskId, String json) {
        return send(taskId, json).join();
    }

    final ErrorCode refusal(String taskId, String json) {
        try {
            throw new AssertionError("was applied: " + update(taskId, json));
        } catch (CompletionException e) {
            if (e.getCause() instanceof PublishException refused) {
                return refused.code();
            }
            throw e;
        }
    }

    final @Nullable String state(String taskId) {
        List<String> states = new ArrayList<>();
        simulation.progress().find(taskId, simulation.loop(0), state -> states.add(state == null ? "" : text(state)));
        simulation.loops().runAll();
        return states.get(0).isEmpty() ? null : states.get(0);
    }

    final boolean remove(String taskId) {
        List<Boolean> answers = new ArrayList<>();
        simulation.progress().remove(taskId, simulation.loop(0), answers::add);
        simulation.loops().runAll();
        return answers.get(0);
    }

    final TaskList list(@Nullable TaskStatus status, int limit) {
        List<TaskList> answers = new ArrayList<>();
        simulation.progress().list(status, limit, simulation.loop(0), answers::add);
        simulation.loops().runAll();
        return answers.get(0);
    }

    final SimulatedClient subscriber(String channel) {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe(channel);
        simulation.loops().runAll();
        return client;
    }

    static List<BacktestProgressUpdate> updates(SimulatedClient client) {
        return client.received().all(BacktestProgressUpdate.class);
    }

    static String lastState(SimulatedClient client) {
        return text(client.received().last(BacktestProgressUpdate.class).data());
    }

    static long offset(BacktestProgressUpdate update) {
        UpdateMessage.Delivery delivery = update.delivery();
        return delivery == null ? 0 : delivery.offset();
    }

    static String text(MessageBody body) {
        return new String(body.bytes(), body.offset(), body.length(), StandardCharsets.UTF_8);
    }
}
