package io.tickgate.bench.micro;

import io.tickgate.bench.memory.MemoryClient;
import io.tickgate.bench.memory.MemoryGateway;
import io.tickgate.bench.memory.SteppedClock;
import io.tickgate.core.frame.FrameKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An update of each of the guide's modules, from its publisher's command to the sockets of a hundred subscribers, beside a
 * plain broadcast whose frame is as long: how much dearer the module is can be read off.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ModuleUpdates {
    private static final int SUBSCRIBERS = 100;

    /** Progress of a task is published ten times a second at most; whatever comes sooner is merged. */
    private static final Duration PUBLISHED_EVERY = Duration.ofMillis(100);

    /** Nine digits, different in every command. */
    private static final String NUMBER = "#########";

    /** What is published. */
    public enum Module {
        CHART_POINT(
                "chart_updates",
                "{\"type\":\"publish_chart\",\"symbol\":\"S\",\"data_points\":[{\"timestamp\":1#########.0,"
                        + "\"data_type\":\"indicator_KDJ_K\",\"value\":67.5,\"additional_data\":{\"D\":60.0,\"J\":75.0}}],\"id\":1}",
                true),
        PROGRESS(
                "backtest_progress",
                "{\"type\":\"publish_backtest_progress\",\"task_id\":\"t\",\"data\":{\"status\":\"running\","
                        + "\"progress\":45.5,\"current_step\":\"signals\",\"message\":\"bar #########\"},\"id\":1}",
                true),
        /** Too soon to be published: what merging alone costs. */
        MERGED_PROGRESS("backtest_progress", PROGRESS.command, false),
        NOTIFICATION(
                "notifications",
                "{\"type\":\"publish_notification\",\"notification\":{\"type\":\"backtest_completed\","
                        + "\"title\":\"Back-test ######### is done\",\"message\":\"132 trades\",\"priority\":\"HIGH\"},\"id\":1}",
                true);

        private final String family;
        private final String command;
        private final boolean isPublished;

        Module(String family, String command, boolean isPublished) {
            this.family = family;
            this.command = command;
            this.isPublished = isPublished;
        }
    }

    @Param
    public Module module;

    private final SteppedClock clock = new SteppedClock();
    private MemoryGateway gateway;
    private MemoryClient publisher;
    private Numbered update;
    private Numbered broadcast;
    private long number = 731_144_000;

    @Setup
    public void connect() {
        gateway = new MemoryGateway(clock, Map.of());
        gateway.connectMany(SUBSCRIBERS - 1, FrameKind.JSON, module.family, "market_data");
        MemoryClient watched = gateway.connect(FrameKind.JSON);
        watched.subscribe(module.family, "market_data");
        publisher = gateway.connect(FrameKind.JSON);
        gateway.turn();
        update = new Numbered(module.command);
        long updateBytes = frameBytes(watched, update);
        long padding = updateBytes - frameBytes(watched, broadcast(""));
        if (padding < 0) {
            throw new IllegalStateException("an update of " + updateBytes + " bytes is too short to be matched");
        }
        broadcast = broadcast("x".repeat((int) padding));
        if (frameBytes(watched, broadcast) != updateBytes) {
            throw new IllegalStateException("the broadcast is not as long as the update");
        }
    }

    private static Numbered broadcast(String padding) {
        return new Numbered("{\"type\":\"publish\",\"channel\":\"market_data:S\",\"message\":{\"type\":\"quote\","
                + "\"number\":" + NUMBER + ",\"text\":\"" + padding + "\"},\"id\":1}");
    }

    private long frameBytes(MemoryClient watched, Numbered command) {
        long before = watched.connection().takenBytes();
        publish(command, PUBLISHED_EVERY);
        return watched.connection().takenBytes() - before;
    }

    private void publish(Numbered command, Duration step) {
        clock.advance(step);
        publisher.say(command.next(++number));
        gateway.turn();
    }

    /** A command whose bytes are the same but for the number in them. */
    private static final class Numbered {
        private final byte[] bytes;
        private final int at;

        /** @param template holds {@link #NUMBER} once */
        Numbered(String template) {
            bytes = template.getBytes(StandardCharsets.US_ASCII);
            at = template.indexOf(NUMBER);
        }

        byte[] next(long number) {
            long rest = number;
            for (int i = at + NUMBER.length() - 1; i >= at; i--) {
                bytes[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            return bytes;
        }
    }

    @TearDown
    public void close() {
        gateway.close();
    }

    @Benchmark
    public void update() {
        publish(update, module.isPublished ? PUBLISHED_EVERY : Duration.ZERO);
    }

    @Benchmark
    public void broadcast() {
        publish(broadcast, PUBLISHED_EVERY);
    }
}
