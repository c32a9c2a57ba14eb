package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.sim.Bodies;
import io.tickgate.core.sim.Reply;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalBrokerTest {
    private final Simulation simulation = new Simulation(
            new SimulationSettings().loops(2).publicationBytesMax(1000).ingestBytesMax(500));
    private final LocalBroker broker = simulation.engine().broker();

    @AfterEach
    void nothingIsLeft() {
        simulation.end();
    }

    private CompletableFuture<Publisher.Published> publish(String channel, String json) {
        return simulation
                .engine()
                .publisher()
                .publish(channel, json.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture();
    }

    @Test
    void refusalsAreToldOnTheLoopThatAsked() {
        for (int loop = 0; loop < 2; loop++) {
            int asking = loop;
            List<Boolean> there = new ArrayList<>();
            simulation.publish(
                    loop, "market_data:A", Bodies.of(WireFormat.JSON, "p", 1000), PublishOptions.NONE, new Reply() {
                        @Override
                        public void onRefused(ErrorCode code, String detail) {
                            super.onRefused(code, detail);
                            assertThat(code).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
                            assertThat(detail).contains("limits.max-publication-bytes");
                            there.add(simulation.loop(asking).inEventLoop());
                        }
                    });
            simulation.loops().runAll();

            assertThat(there).containsExactly(true);
        }
    }

    @Test
    void aRefusedPublicationUsesNoOffset() {
        simulation.publishAndRun("market_data", Bodies.of(WireFormat.JSON, "p", 1000));

        assertThat(simulation.publishAndRun("market_data", Bodies.json("p")).offset())
                .isEqualTo(1);
    }

    @Test
    void aProgramPublishesFromAnyThread() {
        SimulatedClient client = simulation.connect(0, FrameKind.JSON);
        client.subscribe("market_data");
        simulation.loops().runAll();

        CompletableFuture<Publisher.Published> published = publish("market_data", "{\"type\":\"mine\"}");
        simulation.loops().runAll();

        assertThat(published).isCompletedWithValue(new Publisher.Published(1, 1));
        assertThat(client.types()).endsWith("mine");
    }

    @Test
    void aProgramHearsWhyItsPublicationWasRefused() {
        CompletableFuture<Publisher.Published> unknown = publish("nope", "{}");
        CompletableFuture<Publisher.Published> broken = publish("market_data", "{oops");
        CompletableFuture<Publisher.Published> untold = publish("market_data", "{\"type\":7}");
        simulation.loops().runAll();

        assertThatThrownBy(unknown::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        PublishException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_CHANNEL));
        assertThatThrownBy(broken::join)
                .cause()
                .isInstanceOfSatisfying(
                        PublishException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JSON));
        assertThatThrownBy(untold::join)
                .cause()
                .isInstanceOfSatisfying(
                        PublishException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD));
    }

    @Test
    void bytesOnTheirWayCongestTheBrokerAndItsReliefIsToldOnce() {
        List<String> told = new ArrayList<>();
        publish("market_data", "{\"text\":\"" + "x".repeat(600) + "\"}");
        assertThat(broker.isCongested()).isTrue();

        broker.whenRelieved(simulation.loop(1), () -> told.add("relieved"));
        assertThat(told).isEmpty();
        simulation.loops().runAll();

        assertThat(told).containsExactly("relieved");
        assertThat(broker.isCongested()).isFalse();
        broker.whenRelieved(simulation.loop(1), () -> told.add("at once"));
        simulation.loops().runAll();
        assertThat(told).containsExactly("relieved", "at once");
    }

    @Test
    void onePublishersOrderHoldsWhetherOrNotItExcludesSomebody() {
        SimulatedClient excluded = simulation.connect(0, FrameKind.JSON);
        SimulatedClient other = simulation.connect(1, FrameKind.JSON);
        excluded.subscribe("market_data");
        other.subscribe("market_data");
        simulation.loops().runAll();
        PublishOptions options =
                new PublishOptions(null, null, excluded.session().id().toString());

        for (int loop = 0; loop < 2; loop++) {
            List<Reply> replies = List.of(new Reply(), new Reply(), new Reply());
            simulation.publish(loop, "market_data", Bodies.json("a" + loop), PublishOptions.NONE, replies.get(0));
            simulation.publish(loop, "market_data", Bodies.json("b" + loop), options, replies.get(1));
            simulation.publish(loop, "market_data", Bodies.json("c" + loop), PublishOptions.NONE, replies.get(2));
            simulation.loops().runAll();

            assertThat(replies).extracting(Reply::recipientCount).containsExactly(2, 1, 2);
            assertThat(replies).extracting(Reply::offset).isSorted();
        }

        assertThat(other.types()).endsWith("a0", "b0", "c0", "a1", "b1", "c1");
        assertThat(excluded.types()).endsWith("a0", "c0", "a1", "c1");
    }
}
