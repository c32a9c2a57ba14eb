package io.tickgate.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.Gateway;
import io.tickgate.core.broadcast.PublishException;
import io.tickgate.protocol.message.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks, charts and notifications of two gateways that share a real Redis are the same at both, and outlast both. */
class SharedModulesTest extends RedisScene {
    private static final String API = "/api/v1/websocket/";

    @BeforeEach
    void start() {
        redis = RedisServer.start(directory);
        startBoth();
    }

    private void startBoth() {
        node();
        node();
        nodes.forEach(node -> Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(() -> node.get(API + "backtests").statusCode() == 200
                        && node.get(API + "charts/S/points").statusCode() == 200
                        && node.get(API + "notifications").statusCode() == 200));
    }

    private Gateway gateway(int index) {
        return nodes.get(index).gateway();
    }

    /** Asks again where the answer is that: a gateway that has reached Redis only just now begins its topics anew. */
    private static <T> T done(Supplier<? extends CompletionStage<T>> call) {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptionsMatching(SharedModulesTest::isToBeTriedAgain)
                .until(
                        () -> call.get()
                                .toCompletableFuture()
                                .orTimeout(10, TimeUnit.SECONDS)
                                .join(),
                        answer -> true);
    }

    private static boolean isToBeTriedAgain(Throwable failure) {
        return failure.getCause() instanceof PublishException refused && refused.code() == ErrorCode.UNAVAILABLE;
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    private String answer(int index, String path) {
        return nodes.get(index).get(API + path).body().replaceAll(",?\"timestamp\":\"[^\"]*\"}$", "}");
    }

    private void awaitSame(String path, String part) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(answer(1, path)).contains(part).isEqualTo(answer(0, path)));
    }

    @Test
    void allThatModulesKeepIsTheSameAtBothAndThereAgainAfterBothWereAway() {
        done(() -> gateway(0).progress().update("t", json("{'progress':10,'data':{'a':1}}")));
        done(() -> gateway(1).progress().update("t", json("{'status':'paused','data':{'b':2}}")));
        done(() -> gateway(0).charts().publish("S", null, json("[{'timestamp':1,'data_type':'volume','value':1.25}]")));
        done(() -> gateway(1).charts().publish("S", null, json("[{'timestamp':2,'data_type':'volume','value':2.5}]")));
        done(() -> gateway(0).notifications().notify(json("{'id':'n1','type':'x','title':'t','message':'m'}")));
        done(() -> gateway(1)
                .notifications()
                .notify(json("{'id':'n2','type':'x','title':'t','message':'m','user_id':'u1'}")));
        done(() -> gateway(1).progress().update("gone", json("{'progress':1}")));
        // What the other gateway has not heard of is not there to be forgotten.
        awaitSame("backtests", "gone");
        done(() -> gateway(0).producer().forgetTask("gone"));

        awaitSame("backtests", "\"data\":{\"a\":1,\"b\":2}");
        awaitSame("charts/S/points", "\"value\":2.5");
        awaitSame("notifications?user_id=u1", "\"unread\":2");
        assertThat(answer(0, "backtests")).doesNotContain("gone");
        String tasks = answer(0, "backtests");
        String chart = answer(0, "charts/S/points");
        String inbox = answer(0, "notifications?user_id=u1");
        nodes.forEach(Node::close);
        nodes.clear();
        startBoth();

        for (int node = 0; node < 2; node++) {
            assertThat(answer(node, "backtests")).isEqualTo(tasks);
            assertThat(answer(node, "charts/S/points")).isEqualTo(chart).contains("1.25");
            assertThat(answer(node, "notifications?user_id=u1")).isEqualTo(inbox);
        }
        assertThat(done(() -> gateway(1)
                                .notifications()
                                .notify(json("{'id':'n1','type':'x','title':'t','message':'m'}")))
                        .isNew())
                .isFalse();
    }
}
