package io.tickgate.bench.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.Verdict.Outcome;
import io.tickgate.core.Gateway;
import io.tickgate.core.config.GatewayConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way of publishing and subscribing against a real gateway, which loses nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedGatewayTest {
    private Gateway gateway;

    @BeforeAll
    void start() throws IOException {
        gateway = Gateway.start(GatewayConfig.of(Map.of(
                "server.port", "0", "server.event-loops", "2", "timeouts.connect", "10s", "timeouts.shutdown", "0s")));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private RunResult run(String text) throws Exception {
        List<String> settings = new ArrayList<>();
        for (String pair : text.split(" ", -1)) {
            settings.addAll(List.of(pair.split("=", 2)));
        }
        return Runs.of(gateway.port(), settings.toArray(String[]::new));
    }

    private static void assertClean(RunResult result) {
        assertThat(result.verdict().text()).doesNotContain("(first:");
        assertThat(result.verdict().outcome()).isNotEqualTo(Outcome.FAILED);
        assertThat(result.account().isClean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publishers.via=websocket connections.format=json",
                "publishers.via=websocket connections.format=both publishers.format=msgpack",
                "publishers.via=http connections.format=msgpack",
                "publishers.via=http connections.format=json publishers.format=msgpack",
                "publishers.via=stream connections.format=both publishers.count=2",
                "subscriptions.by=list subscriptions.channels=4 subscriptions.per-connection=4",
                "subscriptions.by=family connections.format=msgpack connections.deflate=true publishers.payload=1KiB",
                "subscriptions.by=family subscriptions.channels=3 connections.format=both connections.deflate=true",
                "subscriptions.ack=true connections.format=both"
            })
    void everythingArrivesOnceAndInOrder(String settings) throws Exception {
        RunResult result = run(settings);

        assertClean(result);
        assertThat(result.account().published()).isEqualTo(100);
        assertThat(result.account().delivered()).isGreaterThanOrEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "msgpack"})
    void whoComesBackWithAPositionMissesNothing(String format) throws Exception {
        RunResult result = run("churn.per-second=20 churn.away=50ms churn.recover=true connections.format=" + format);

        assertClean(result);
        assertThat(result.account().connects()).isGreaterThan(4);
        assertThat(result.account().delivered()).isEqualTo(400);
    }

    @Test
    void whatIsPublishedWhileSomebodyIsAwayIsNotOwedWithoutAPosition() throws Exception {
        RunResult result = run("storms[0].at=100ms storms[0].connections=3 storms[0].away=200ms");

        assertClean(result);
        assertThat(result.account().connects()).isEqualTo(7);
        assertThat(result.account().delivered()).isLessThan(400);
    }

    @Test
    void aStormThatRecoversIsOwedEverything() throws Exception {
        RunResult result = run("storms[0].at=100ms storms[0].connections=3 storms[0].away=100ms storms[0].recover=true "
                + "subscriptions.channels=2 subscriptions.per-connection=2");

        assertClean(result);
        assertThat(result.account().connects()).isEqualTo(7);
        assertThat(result.account().delivered()).isEqualTo(400);
    }

    @Test
    void slowReadersAreOwedNothing() throws Exception {
        RunResult result = run("slow-readers.count=1 slow-readers.after=0s");

        assertClean(result);
        assertThat(result.account().delivered()).isEqualTo(300);
    }

    @Test
    void aRampTriesEveryRateThatKeepsItsPromise() throws Exception {
        RunResult result = run(
                "ramp.from=50 ramp.to=150 ramp.step=50 ramp.hold=1s ramp.promise=999ms " + "load.rate= load.duration=");

        assertThat(result.ramp()).hasSize(3).allMatch(step -> step.isKept());
        assertThat(result.phases()).hasSize(3);
    }

    @Test
    void largePublicationsAreReadOverManyReads() throws Exception {
        RunResult result = run("subscriptions.channels=1 publishers.payload=60KiB connections.count=1 load.rate=20 "
                + "publishers.format=json publishers.via=websocket");

        assertClean(result);
        assertThat(result.account().deliveredBytes()).isGreaterThan(10 * 60 * 1024);
    }
}
