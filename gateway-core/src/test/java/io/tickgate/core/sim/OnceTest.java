package io.tickgate.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.frame.FrameKind;
import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.WireFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a key of the publisher's does, whoever gives the numbers. */
@ParameterizedClass
@EnumSource
class OnceTest {
    private static final String CHANNEL = "market_data:A";

    /** Who gives the numbers. */
    enum Numbers {
        ONE_GATEWAY {
            @Override
            Scene scene() {
                Simulation simulation = new Simulation(new SimulationSettings().loops(2));
                return new Scene() {
                    @Override
                    public Reply publish(int place, String channel, MessageBody body, PublishOptions options) {
                        Reply reply = new Reply();
                        simulation.publish(place, channel, body, options, reply);
                        simulation.loops().runAll();
                        return reply;
                    }

                    @Override
                    public SimulatedClient client() {
                        SimulatedClient client = simulation.connect(1, FrameKind.JSON);
                        client.subscribe(CHANNEL);
                        simulation.loops().runAll();
                        return client;
                    }

                    @Override
                    public long duplicates() {
                        return simulation.counter(Counter.DUPLICATES);
                    }

                    @Override
                    public void end() {
                        simulation.end();
                    }
                };
            }
        },
        TWO_GATEWAYS {
            @Override
            Scene scene() {
                Cluster cluster = new Cluster(2, 10, BackboneUse.REQUIRED);
                return new Scene() {
                    @Override
                    public Reply publish(int place, String channel, MessageBody body, PublishOptions options) {
                        Reply reply = new Reply();
                        cluster.node(place).publish(0, channel, body, options, reply);
                        cluster.settle();
                        return reply;
                    }

                    @Override
                    public SimulatedClient client() {
                        SimulatedClient client = cluster.node(1).connect(1, FrameKind.JSON);
                        client.subscribe(CHANNEL);
                        cluster.settle();
                        return client;
                    }

                    @Override
                    public long duplicates() {
                        return cluster.node(0).counter(Counter.DUPLICATES)
                                + cluster.node(1).counter(Counter.DUPLICATES);
                    }

                    @Override
                    public void end() {
                        cluster.end();
                    }
                };
            }
        };

        abstract Scene scene();
    }

    /** Two places to publish at, loops or gateways, and who hears of it. */
    interface Scene {
        Reply publish(int place, String channel, MessageBody body, PublishOptions options);

        SimulatedClient client();

        long duplicates();

        void end();
    }

    @Parameter
    Numbers numbers = Numbers.ONE_GATEWAY;

    private Scene scene = new Scene() {
        @Override
        public Reply publish(int place, String channel, MessageBody body, PublishOptions options) {
            throw new IllegalStateException();
        }

        @Override
        public SimulatedClient client() {
            throw new IllegalStateException();
        }

        @Override
        public long duplicates() {
            throw new IllegalStateException();
        }

        @Override
        public void end() {}
    };

    @BeforeEach
    void start() {
        scene = numbers.scene();
    }

    @AfterEach
    void nothingIsLeft() {
        scene.end();
    }

    private static PublishOptions under(String key) {
        return PublishOptions.NONE.withIdempotencyKey(key);
    }

    private Reply publish(int place, String channel, String type, String key) {
        return scene.publish(place, channel, Bodies.json(type), under(key));
    }

    @Test
    void whatComesAgainUnderItsKeyIsPublishedOnceAndHasTheFirstOnesOffset() {
        SimulatedClient client = scene.client();

        Reply first = publish(0, CHANNEL, "first", "k");
        scene.publish(0, CHANNEL, Bodies.json("between"), PublishOptions.NONE);
        Reply again = publish(1, CHANNEL, "again", "k");

        assertThat(first.isDuplicate()).isFalse();
        assertThat(again.isDuplicate()).isTrue();
        assertThat(again.offset()).isEqualTo(first.offset());
        assertThat(client.types()).endsWith("first", "between").doesNotContain("again");
        assertThat(scene.duplicates()).isEqualTo(1);
        assertThat(publish(0, CHANNEL, "next", "k2").offset())
                .as("a repetition takes no offset")
                .isEqualTo(first.offset() + 2);
    }

    @Test
    void aKeyIsOfItsChannelAlone() {
        Reply one = publish(0, CHANNEL, "a", "k");
        Reply other = publish(0, "market_data:B", "b", "k");
        Reply family = publish(0, "market_data", "c", "k");

        assertThat(one.isDuplicate() || other.isDuplicate() || family.isDuplicate())
                .isFalse();
        assertThat(publish(0, "market_data:B", "b", "k").isDuplicate()).isTrue();
    }

    @Test
    void whatIsRefusedIsNotRemembered() {
        MessageBody large = Bodies.of(WireFormat.JSON, "p", 300 << 10);

        assertThat(scene.publish(0, CHANNEL, large, under("k")).code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);

        assertThat(publish(0, CHANNEL, "small", "k").isDuplicate()).isFalse();
    }

    @Test
    void aRepetitionThatExcludesSomebodyIsOneAllTheSame() {
        SimulatedClient client = scene.client();
        PublishOptions options =
                new PublishOptions(null, null, client.session().id().toString()).withIdempotencyKey("k");

        Reply first = scene.publish(0, CHANNEL, Bodies.json("first"), options);
        Reply again = scene.publish(1, CHANNEL, Bodies.json("again"), options);

        assertThat(first.isDuplicate()).isFalse();
        assertThat(again.isDuplicate()).isTrue();
        assertThat(again.offset()).isEqualTo(first.offset());
    }

    @Test
    void withoutAKeyTheSameIsPublishedAsOftenAsItComes() {
        SimulatedClient client = scene.client();

        for (int i = 0; i < 3; i++) {
            scene.publish(0, CHANNEL, Bodies.json("same"), PublishOptions.NONE);
        }

        assertThat(client.types()).endsWith("same", "same", "same");
        assertThat(scene.duplicates()).isZero();
    }
}
