package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.load.client.ClientLoop;
import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.client.SocketListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one gateway, all on one thread: a publisher of numbers, those who write down what they are sent, and visitors.
 *
 * <p>The scenario's thread calls what is not said to be the loop's.
 */
final class Crowd implements AutoCloseable {
    private static final String PATH = "/api/v1/websocket/ws";
    private static final String CHANNEL = "chart_updates:NUMBERS";
    private static final long LOOK_MILLIS = 20;

    private final ClientLoop loop = new ClientLoop();
    private final InetSocketAddress server;
    private final ClientSocket.Upgrade upgrade;
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private final Ledger ledger = new Ledger();
    private final Random random = new Random();
    private final List<Witness> witnesses = new ArrayList<>();
    private final NumberedPublisher publisher;
    private boolean closed;

    /** @param perSecond what its publisher publishes */
    Crowd(int port, int perSecond) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        upgrade = new ClientSocket.Upgrade("127.0.0.1:" + port, PATH, null, false);
        publisher = new NumberedPublisher(this, CHANNEL, perSecond);
        loop.onFault(broken::set);
    }

    /** On the loop. */
    Ledger ledger() {
        return ledger;
    }

    /** On the loop. */
    ClientSocket connect(SocketListener listener) {
        return loop.connect(server, upgrade, listener);
    }

    /** Any thread. */
    void schedule(Runnable task, long delayMillis) {
        loop.schedule(
                () -> {
                    if (!closed) {
                        task.run();
                    }
                },
                delayMillis * 1_000_000);
    }

    /** On the loop: up to {@code most}. */
    long jitterMillis(long most) {
        return random.nextLong(most + 1);
    }

    /** Runs {@code question} on the loop. */
    <T> T ask(Supplier<T> question) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        while (!answer.isDone()) {
            Throwable cause = broken.get();
            if (cause != null) {
                throw new IllegalStateException("the clients failed", cause);
            }
            Thread.sleep(1);
        }
        return answer.join();
    }

    void tell(Runnable task) {
        loop.execute(task);
    }

    /** Waits for what is asked on the loop. */
    void await(String what, Duration most, BooleanSupplier condition)
            throws BrokenPromiseException, InterruptedException {
        awaitAnywhere(what, most, () -> {
            try {
                return ask(condition::getAsBoolean);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    /** Waits for what is asked on this thread. */
    static void awaitAnywhere(String what, Duration most, BooleanSupplier condition)
            throws BrokenPromiseException, InterruptedException {
        long deadlineNanos = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            require(System.nanoTime() - deadlineNanos < 0, "not so within " + most.toSeconds() + " s: " + what);
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Opens subscribers, and begins to publish when they are all there. */
    void begin(int count) throws BrokenPromiseException, InterruptedException {
        tell(() -> {
            for (int i = 0; i < count; i++) {
                Witness witness = new Witness(this, CHANNEL);
                witnesses.add(witness);
                witness.open();
            }
        });
        awaitSubscribed(Duration.ofSeconds(20));
        tell(publisher::start);
    }

    void awaitSubscribed(Duration most) throws BrokenPromiseException, InterruptedException {
        await("everybody is subscribed", most, () -> witnesses.stream().allMatch(Witness::isConfirmed));
    }

    /** Opens them all. */
    List<Visitor> visit(int count, Supplier<Visitor> kind) {
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            visitors.add(kind.get());
        }
        tell(() -> visitors.forEach(visitor -> visitor.open(this)));
        return visitors;
    }

    /** Waits until so many more publications were confirmed, and everybody has them. */
    void awaitDeliveries(int more) throws BrokenPromiseException, InterruptedException {
        long goal = ask(publisher::acknowledged) + more;
        await(
                more + " more publications are confirmed",
                Duration.ofSeconds(20),
                () -> publisher.acknowledged() >= goal);
        long offset = ask(publisher::acknowledgedOffset);
        await("everybody has them", Duration.ofSeconds(20), () -> allHave(offset));
    }

    private boolean allHave(long offset) {
        return witnesses.stream()
                .allMatch(witness -> publisher.epoch().equals(witness.log().epoch())
                        && witness.log().offset() >= offset);
    }

    /** Stops publishing for now, and waits until everything has come. */
    void settle() throws BrokenPromiseException, InterruptedException {
        tell(() -> publisher.setPaused(true));
        await("everything published was answered", Duration.ofSeconds(20), publisher::isAnswered);
        awaitSubscribed(Duration.ofSeconds(20));
        await(
                "everybody has what was confirmed",
                Duration.ofSeconds(20),
                () -> allHave(publisher.acknowledgedOffset()));
    }

    void goOn() {
        tell(() -> publisher.setPaused(false));
    }

    /** Waits until all is there, and holds against the promise what everybody has written down. */
    void verify() throws BrokenPromiseException, InterruptedException {
        settle();
        List<String> faults = ask(() -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < witnesses.size(); i++) {
                for (String fault : witnesses.get(i).log().faults()) {
                    all.add("client " + i + " " + fault);
                }
            }
            return all;
        });
        require(
                faults.isEmpty(),
                faults.size() + " faults, such as: "
                        + faults.stream().findFirst().orElse(""));
        String refusal = ask(publisher::firstRefusal);
        require(refusal == null, "the publisher was told " + refusal);
    }

    /** Nobody's connection has ended but by itself. */
    void requireNobodyCut() throws BrokenPromiseException, InterruptedException {
        int cut = ask(() -> witnesses.stream().mapToInt(Witness::endCount).sum());
        String why = ask(() -> witnesses.stream()
                .flatMap(witness -> witness.ends().stream())
                .findFirst()
                .orElse(""));
        require(cut == 0, cut + " connections were cut: " + why);
    }

    /** On the loop. */
    List<Witness> witnesses() {
        return witnesses;
    }

    /** On the loop. */
    NumberedPublisher publisher() {
        return publisher;
    }

    /** Publications that came, to all of them. */
    long delivered() throws InterruptedException {
        return ask(() ->
                witnesses.stream().mapToLong(witness -> witness.log().count()).sum());
    }

    @Override
    public void close() {
        tell(() -> closed = true);
        loop.close();
    }
}
